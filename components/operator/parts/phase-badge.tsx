import { Badge } from '@/components/ui/badge'
import type { AgentPhase } from './agent-phase'

const looks = {
  queued: { tone: 'notice', words: 'Waits for a machine' },
  starting: { tone: 'quiet', words: 'Starting' },
  preparing: { tone: 'quiet', words: 'Being prepared' },
  ready: { tone: 'alive', words: 'Ready' },
  asleep: { tone: 'outline', words: 'Asleep' },
  failed: { tone: 'problem', words: 'Failed' },
} as const satisfies Record<AgentPhase, { tone: string; words: string }>

type PhaseBadgeProps = { phase: AgentPhase; isSuspended?: boolean }

export function PhaseBadge({ phase, isSuspended = false }: PhaseBadgeProps) {
  if (isSuspended) return <Badge tone="notice">Suspended</Badge>
  const { tone, words } = looks[phase]
  return <Badge tone={tone}>{words}</Badge>
}
