import type { Agent } from './agent'

export type MachineWords = {
  headline: string
  detail: string
  mood: 'still' | 'working' | 'ready'
}

/** What a person is told about the machine, and nothing that is not known. */
export function machineWords(agent: Pick<Agent, 'phase' | 'queue' | 'problem'>): MachineWords {
  switch (agent.phase) {
    case 'queued':
      return {
        headline: agent.queue === null ? 'In the queue' : queueHeadline(agent.queue.position),
        detail: `No warm machine is free at the moment. ${queueDetail(agent.queue?.readyInMs ?? null)}`,
        mood: 'working',
      }
    case 'starting':
      return {
        headline: 'Your machine is starting',
        detail: 'It counts as started when its gateway answers, not before.',
        mood: 'working',
      }
    case 'preparing':
      return {
        headline: 'Your machine is being prepared',
        detail: 'It is yours already. Skills and files are being put in place.',
        mood: 'working',
      }
    case 'ready':
      return {
        headline: 'Your machine is ready',
        detail: 'It waits for your answers.',
        mood: 'ready',
      }
    case 'asleep':
      return {
        headline: 'Your machine is asleep',
        detail: 'It wakes when you go to the chat.',
        mood: 'still',
      }
    case 'failed':
      return {
        headline: 'Your machine has a problem',
        detail: agent.problem ?? 'The operator of this server can see the cause.',
        mood: 'still',
      }
    default:
      return agent.phase satisfies never
  }
}

const queueHeadline = (position: number): string =>
  position <= 1 ? 'You are next' : `Number ${position.toLocaleString('en')} in the queue`

function queueDetail(readyInMs: number | null): string {
  if (readyInMs === null) return 'How long it takes cannot be said yet. You can answer meanwhile.'
  const seconds = Math.max(5, Math.ceil(readyInMs / 5_000) * 5)
  const time =
    seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60).toLocaleString('en')} minutes`
  return `Going by recent boots, yours is ready in about ${time}.`
}
