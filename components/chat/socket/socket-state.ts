/** What the person at the screen has to know about the way to their agent. */
export type SocketState =
  | { name: 'connecting'; attempt: number }
  | { name: 'preparing'; readyInMs: number | null }
  | { name: 'ready' }
  /** The gateway died and comes back. Open requests were given up: nobody knows what became of them. */
  | { name: 'restarting'; reason: string | null; readyInMs: number | null }
  /** The host tried and could not start the gateway. The socket stays open: it may try again. */
  | { name: 'failed'; reason: string | null }
  | { name: 'offline'; cause: OfflineCause; sentence: string | null; retryAtMs: number }
  /** Nothing will be tried again by itself. */
  | { name: 'ended'; cause: EndCause; sentence: string | null }

/** `signed-out`: the session behind this page is over, and a new sign-in makes everything work again. */
export type EndCause = 'revoked' | 'refused' | 'signed-out'

/** `refused`: the server answered that there is no way to the agent right now. */
export type OfflineCause = 'no-network' | 'unreachable' | 'refused'

/** Thrown by `mintTicket` when the server answered with a refusal and not just with silence. */
export class TicketRefused extends Error {
  override name = 'TicketRefused'
  readonly ends: 'refused' | 'signed-out' | null
  /** `sentence` may be shown; `ends` is null when asking again can help. */
  constructor(sentence: string, ends: 'refused' | 'signed-out' | null) {
    super(sentence)
    this.ends = ends
  }
}

/**
 * A request that was not answered with success. With `isRefused` the gateway or the host said no.
 * Otherwise the connection or the gateway was lost first, and the request may or may not have had
 * its effect.
 */
export class RequestFailed extends Error {
  override name = 'RequestFailed'
  readonly code: string
  readonly isRefused: boolean
  constructor(code: string, message: string, isRefused: boolean) {
    super(message)
    this.code = code
    this.isRefused = isRefused
  }
}

export interface SocketLink {
  send(text: string): void
  close(code: number): void
}

export interface LinkListener {
  onText(text: string): void
  onClosed(code: number): void
}

/** Opens a WebSocket to a path of this page's own origin. */
export type OpenSocket = (
  path: string,
  protocols: readonly string[],
  listener: LinkListener,
) => SocketLink
