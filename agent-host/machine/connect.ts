import type { Clock } from '../core/clock'
import { HostError } from '../core/errors'
import type { LifeEnd } from '../driver/driver'
import { GatewayConnection } from '../gateway/connection'
import { GatewayNotReady } from '../gateway/dial'

/** The gateway itself asks for 500 ms between tries; half of it wastes little and waits less. */
const retryEveryMs = 250

/**
 * Tries until the gateway answers hello-ok, its life ends or the signal aborts. Several tokens are tried
 * in turn, because a crash may have fallen between setting a new one and hearing that it was set.
 */
export async function connectToGateway(about: {
  socketPath: string
  tokens: readonly string[]
  ended: Promise<LifeEnd>
  clock: Clock
  signal: AbortSignal
}): Promise<{ connection: GatewayConnection; token: string }> {
  const over = new AbortController()
  void about.ended.then((end) =>
    over.abort(
      new HostError('driver_failed', {
        public: 'The agent could not start.',
        cause: new Error(end.reason),
      }),
    ),
  )
  const signal = AbortSignal.any([about.signal, over.signal])
  for (let round = 0; ; round += 1) {
    signal.throwIfAborted()
    const token = about.tokens[round % about.tokens.length]
    if (token === undefined) throw new Error('a gateway needs a token')
    try {
      return { connection: await GatewayConnection.open(about.socketPath, token, signal), token }
    } catch (error) {
      signal.throwIfAborted()
      // A refused token is worth another try only while there is another token.
      const mayChange =
        error instanceof GatewayNotReady || isSocketError(error) || about.tokens.length > 1
      if (!mayChange) throw error
    }
    await about.clock.sleep(retryEveryMs, signal)
  }
}

const isSocketError = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('E')
