'use client'
import { ChartNoAxesColumn, MessageCircle, Puzzle, Settings, Waves } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { OperateNav } from '@/components/operator/operate-nav'
import { cn } from '@/components/ui/cn'
import { PlaceLink } from './place-link'

const places = [
  { href: '/chat', label: 'Chat', Icon: MessageCircle },
  { href: '/agent/skills', label: 'Skills', Icon: Puzzle },
  { href: '/usage', label: 'Usage', Icon: ChartNoAxesColumn },
  { href: '/settings', label: 'Settings', Icon: Settings },
] as const

/** On the way to an agent there is one road only, so its stations stand where the places will be. */
const stations = [
  { href: '/start', label: 'Plan and skills' },
  { href: '/welcome', label: 'Four questions' },
  { href: '/chat', label: 'Chat' },
]

type ConsoleNavProps = { isOperator: boolean }

export function ConsoleNav({ isOperator }: ConsoleNavProps) {
  const path = usePathname()
  const station = stations.findIndex(({ href }) => path.startsWith(href))
  const isOnRoad = station === 0 || station === 1
  return (
    <div className="md:grid md:gap-6">
      {isOnRoad ? <Road station={station} /> : <Places path={path} isOperator={isOperator} />}
      {isOperator && <OperateNav />}
    </div>
  )
}

function Places({ path, isOperator }: { path: string; isOperator: boolean }) {
  const isAt = (href: string) => path === href || path.startsWith(`${href}/`)
  return (
    <nav aria-label="Console">
      <ul className="grid auto-cols-fr grid-flow-col md:grid-flow-row">
        {places.map((place) => (
          <li key={place.href}>
            <PlaceLink {...place} isHere={isAt(place.href)} />
          </li>
        ))}
        {isOperator && (
          <li className="md:hidden">
            <PlaceLink href="/operator" label="Operate" Icon={Waves} isHere={isAt('/operator')} />
          </li>
        )}
      </ul>
    </nav>
  )
}

/** Not a navigation: a station is reached by finishing the one before. A phone has the page's own title. */
function Road({ station }: { station: number }) {
  return (
    <aside aria-label="On the way to your agent">
      <ol className="hidden gap-0 px-2 md:grid">
        {stations.map(({ href, label }, index) => (
          <li
            key={href}
            aria-current={index === station ? 'step' : undefined}
            className={cn(
              'relative flex min-h-11 items-start gap-3 text-sm text-ink-soft not-last:before:absolute not-last:before:top-5 not-last:before:bottom-0 not-last:before:left-[0.4375rem] not-last:before:w-0.5 not-last:before:bg-line',
              index === station && 'font-semibold text-ink',
            )}
          >
            <span
              aria-hidden
              className={cn(
                'mt-0.5 size-4 shrink-0 rounded-full border-2 border-line-strong',
                index < station && 'border-glass bg-glass',
                index === station && 'border-glass-ink bg-glass-wash',
              )}
            />
            {label}
          </li>
        ))}
      </ol>
    </aside>
  )
}
