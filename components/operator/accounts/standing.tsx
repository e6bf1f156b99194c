import { Badge } from '@/components/ui/badge'

type StandingProps = {
  isSuspended: boolean
  state: 'trialing' | 'active' | 'ended' | null
  /** The trial's end has come, whether or not the sweep has said so. */
  isOver: boolean
}

/** What an account may do, in one word. Suspension is stronger than any subscription. */
export function Standing({ isSuspended, state, isOver }: StandingProps) {
  if (isSuspended) return <Badge tone="notice">Suspended</Badge>
  if (state === null) return <Badge tone="outline">No plan yet</Badge>
  if (isOver) return <Badge tone="quiet">{state === 'ended' ? 'Ended' : 'Trial over'}</Badge>
  return <Badge tone="alive">{state === 'active' ? 'Paying' : 'On trial'}</Badge>
}
