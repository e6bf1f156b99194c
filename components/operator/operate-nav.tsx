'use client'
import { Waves } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { isPlace, operatorPlaces } from './places'

/** All places at the side of a wide screen; on a phone one way in, and the places above the page. */
export function OperateNav() {
  const path = usePathname()
  const isInside = path === '/operator' || path.startsWith('/operator/')
  return (
    <>
      <Link
        href="/operator"
        className={cn(
          'flex min-h-11 items-center gap-2.5 rounded-md px-3 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink md:hidden',
          isInside && 'bg-sunken text-ink',
        )}
      >
        <Waves aria-hidden className="size-4.5" />
        Operate
      </Link>
      <nav aria-labelledby="operate" className="hidden gap-1 md:grid">
        <p id="operate" className="px-3 pb-1 text-xs font-semibold text-ink-soft">
          Operate
        </p>
        <ul className="grid">
          {operatorPlaces.map(({ href, label, Icon }) => {
            const isHere = isPlace(path, href)
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={isHere ? 'page' : undefined}
                  className={cn(
                    'flex min-h-10 items-center gap-2.5 rounded-md px-3 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink',
                    isHere && 'bg-surface text-ink',
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
    </>
  )
}
