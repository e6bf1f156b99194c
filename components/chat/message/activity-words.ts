import type { AgentItem } from '../thread/items'
import { toolLabel } from '../thread/tool-text'

/** What the agent is doing, for the line under its answer; null while its words speak for themselves. */
export function activityWords(item: Pick<AgentItem, 'activity' | 'segments'>): string | null {
  switch (item.activity) {
    case null:
    case 'writing':
      return null
    case 'preparing':
      return 'Getting ready to answer'
    case 'thinking':
      return 'Thinking'
    case 'using-tool': {
      const running = item.segments.findLast(
        (one) => one.kind === 'tool' && one.phase === 'running',
      )
      return running?.kind === 'tool' ? toolLabel(running.name, true) : 'Using a tool'
    }
    default:
      return item.activity satisfies never
  }
}
