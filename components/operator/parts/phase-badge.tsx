import { Badge } from '@/components/ui/badge'
import type { AgentPhase, SleepDepth } from './agent-phase'

const looks = {
  queued: { tone: 'notice', words: 'Waits for a machine' },
  starting: { tone: 'quiet', words: 'Starting' },
  preparing: { tone: 'quiet', words: 'Being prepared' },
  ready: { tone: 'alive', words: 'Ready' },
  asleep: { tone: 'outline', words: 'Asleep' },
  failed: { tone: 'problem', words: 'Failed' },
} as const satisfies Record<AgentPhase, { tone: string; words: string }>

/** Where the memory of a sleeping agent is says how soon it is back. */
const depths = {
  frozen: 'Asleep in memory',
  hibernated: 'Asleep on disk',
  stopped: 'Asleep',
} as const satisfies Record<SleepDepth, string>

type PhaseBadgeProps = {
  phase: AgentPhase
  isSuspended?: boolean
  /** Of an agent that is asleep. */
  sleepDepth?: SleepDepth | null
}

export function PhaseBadge({ phase, isSuspended = false, sleepDepth = null }: PhaseBadgeProps) {
  if (isSuspended) return <Badge tone="notice">Suspended</Badge>
  const { tone, words } = looks[phase]
  const isDeep = phase === 'asleep' && sleepDepth !== null
  return <Badge tone={tone}>{isDeep ? depths[sleepDepth] : words}</Badge>
}
