import type { RouterOutputs } from '@/server/trpc/root'
import type { SocketState } from './socket/socket-state'

export type Agent = NonNullable<RouterOutputs['agents']['mine']>

/** The agent's name, or what to call it before it has one. */
export const nameOf = (agent: Pick<Agent, 'name'>): string => agent.name ?? 'Your agent'

/**
 * One word or two for the line under the agent's name. `isCurrent` says that its gateway has answered
 * us on this connection; before that, nobody knows that it can.
 */
export function statusWord(
  connection: SocketState,
  { phase }: Pick<Agent, 'phase'>,
  isCurrent: boolean,
): string {
  switch (connection.name) {
    case 'ready':
      return isCurrent ? 'Ready' : 'Catching up'
    case 'preparing':
      return 'Preparing'
    case 'restarting':
      return 'Starting again'
    case 'failed':
      return 'Not running'
    case 'ended':
      return connection.cause === 'signed-out' ? 'Signed out' : 'Closed'
    case 'connecting':
      return connection.attempt > 0 ? waitingWord(phase) : arrivingWord(phase)
    case 'offline':
      return connection.cause === 'refused' ? arrivingWord(phase) : 'Offline'
    default:
      return connection satisfies never
  }
}

const arrivingWord = (phase: Agent['phase']): string => {
  if (phase === 'queued') return 'In the queue'
  if (phase === 'asleep') return 'Waking up'
  if (phase === 'failed') return 'Not running'
  if (phase === 'starting') return 'Starting'
  return phase === 'preparing' ? 'Preparing' : 'Connecting'
}

const waitingWord = (phase: Agent['phase']): string =>
  phase === 'ready' ? 'Connecting' : arrivingWord(phase)

export interface Words {
  title: string
  detail: string
}

/** What stands in the empty place of a conversation until the agent is ready for the first time. */
export function arrivalWords(agent: Agent, connection: SocketState): Words {
  const name = nameOf(agent)
  if (connection.name === 'failed' || agent.phase === 'failed') {
    const reason = connection.name === 'failed' ? connection.reason : agent.problem
    return {
      title: `${name} could not be started`,
      detail: reason ?? 'What it has stored is kept. The operator can see why.',
    }
  }
  if (agent.phase === 'queued') {
    const place = agent.queue === null ? '' : placeWords(agent.queue.position)
    return {
      title: `${name} waits for a machine`,
      detail: `${place}${estimateWords(agent.queue?.readyInMs ?? null)}`,
    }
  }
  const readyInMs = connection.name === 'preparing' ? connection.readyInMs : null
  if (agent.phase === 'asleep') {
    return { title: `${name} is waking up`, detail: estimateWords(readyInMs) }
  }
  return agent.phase === 'starting'
    ? { title: `${name} is starting`, detail: estimateWords(readyInMs) }
    : { title: `${name} is getting ready`, detail: estimateWords(readyInMs) }
}

const placeWords = (position: number): string =>
  position <= 1 ? 'It is next in line. ' : `${position - 1} before it in the line. `

/** Rounded, because the number is an estimate and a ticking one would claim more than is known. */
export function estimateWords(readyInMs: number | null): string {
  if (readyInMs === null) return 'How long it takes is not known yet; this page follows it.'
  const seconds = readyInMs / 1_000
  if (seconds <= 5) return 'A few seconds.'
  if (seconds < 55) return `About ${Math.ceil(seconds / 5) * 5} seconds.`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'About a minute.' : `About ${minutes} minutes.`
}

export interface BannerWords {
  text: string
  tone: 'warn' | 'problem'
  action: 'retry' | 'reload' | 'sign-in' | null
}

/** What to say over a conversation whose agent cannot be spoken to right now; null when there is nothing to say. */
export function bannerWords(connection: SocketState, name: string): BannerWords | null {
  const waits = 'What you write now waits here and goes out after that.'
  switch (connection.name) {
    case 'ready':
    case 'preparing':
      return null
    case 'connecting':
      return connection.attempt > 0
        ? { text: `Connecting to ${name} again.`, tone: 'warn', action: null }
        : null
    case 'restarting':
      return {
        text: `${connection.reason ?? `${name} stopped and is starting again.`} ${waits}`,
        tone: 'warn',
        action: null,
      }
    case 'failed':
      return {
        text: connection.reason ?? `${name} could not be started.`,
        tone: 'problem',
        action: null,
      }
    case 'offline':
      return { text: offlineWords(connection, name, waits), tone: 'warn', action: 'retry' }
    case 'ended':
      return connection.cause === 'signed-out'
        ? { text: signedOutWords, tone: 'problem', action: 'sign-in' }
        : { text: endedWords(connection), tone: 'problem', action: 'reload' }
    default:
      return connection satisfies never
  }
}

function offlineWords(
  connection: Extract<SocketState, { name: 'offline' }>,
  name: string,
  waits: string,
): string {
  switch (connection.cause) {
    case 'no-network':
      return 'You are offline. What you write now waits here and goes out when the network is back.'
    case 'unreachable':
      return `The connection to ${name} is lost and is being made again. ${waits}`
    case 'refused':
      return `${connection.sentence ?? `${name} cannot be reached.`} ${waits}`
    default:
      return connection.cause satisfies never
  }
}

const signedOutWords =
  'You were signed out. What you have written here is kept in this browser; sign in again to send it.'

const endedWords = (connection: Extract<SocketState, { name: 'ended' }>): string =>
  connection.sentence ??
  'This conversation was closed from the other side. The agent may have been stopped.'
