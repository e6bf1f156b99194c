'use client'
import { ChartNoAxesColumn, MessageCircle, Puzzle } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { OperateNav } from '@/components/operator/operate-nav'
import { cn } from '@/components/ui/cn'

const places = [
  { href: '/chat', label: 'Chat', Icon: MessageCircle },
  { href: '/agent/skills', label: 'Skills', Icon: Puzzle },
  { href: '/usage', label: 'Usage', Icon: ChartNoAxesColumn },
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
  if (station === 0 || station === 1) {
    return (
      <div className="grid gap-6">
        <Road station={station} />
        {isOperator && <OperateNav />}
      </div>
    )
  }
  return (
    <div className="flex min-w-0 gap-1 overflow-x-auto md:grid md:gap-6 md:overflow-visible">
      <nav aria-label="Console">
        <ul className="flex gap-1 md:grid">
          {places.map(({ href, label, Icon }) => {
            const isHere = path === href || path.startsWith(`${href}/`)
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={isHere ? 'page' : undefined}
                  className={cn(
                    'flex min-h-11 items-center gap-2.5 rounded-md px-3 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink',
                    isHere && 'bg-sunken text-ink md:bg-surface',
                  )}
                >
                  <Icon aria-hidden className="size-4.5" />
                  {label}
                </Link>
              </li>
            )
          })}
        </ul>
      </nav>
      {isOperator && <OperateNav />}
    </div>
  )
}

/** Not a navigation: a station is reached by finishing the one before. A phone has the page's own title. */
function Road({ station }: { station: number }) {
  return (
    <ol aria-label="On the way to your agent" className="hidden gap-0 px-2 md:grid">
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
  )
}
