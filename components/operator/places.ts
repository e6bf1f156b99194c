import {
  Activity,
  Bot,
  ChartNoAxesColumn,
  type LucideIcon,
  ScrollText,
  Server,
  Settings2,
  Users,
  Waves,
} from 'lucide-react'

export type OperatorPlace = { href: string; label: string; Icon: LucideIcon }

/** Where an operator can go, in the order of how often. */
export const operatorPlaces: readonly OperatorPlace[] = [
  { href: '/operator', label: 'Overview', Icon: Waves },
  { href: '/operator/accounts', label: 'Accounts', Icon: Users },
  { href: '/operator/agents', label: 'Agents', Icon: Bot },
  { href: '/operator/fleet', label: 'Hosts and pools', Icon: Server },
  { href: '/operator/usage', label: 'Usage', Icon: ChartNoAxesColumn },
  { href: '/operator/jobs', label: 'Jobs', Icon: Activity },
  { href: '/operator/audit', label: 'Audit', Icon: ScrollText },
  { href: '/operator/settings', label: 'Site settings', Icon: Settings2 },
]

/** The overview's address begins all the others, so it is here only when it is the whole path. */
export const isPlace = (path: string, href: string): boolean =>
  path === href || (href !== '/operator' && path.startsWith(`${href}/`))
