'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { isPlace, operatorPlaces } from './places'

/** The operator's places on a phone, where the side of the console has no room for them. */
export function OperatorStrip() {
  const path = usePathname()
  return (
    <nav aria-label="Operate" className="border-b border-line md:hidden">
      <ul className="flex overflow-x-auto px-2">
        {operatorPlaces.map(({ href, label }) => {
          const isHere = isPlace(path, href)
          return (
            <li key={href} className="shrink-0">
              <Link
                href={href}
                aria-current={isHere ? 'page' : undefined}
                className={cn(
                  'flex min-h-11 items-center border-b-2 border-transparent px-3 text-sm font-medium text-ink-soft',
                  isHere && 'border-ink text-ink',
                )}
              >
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
