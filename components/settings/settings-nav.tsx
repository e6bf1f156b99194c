'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { rooms } from './rooms'

type SettingsNavProps = {
  /** Rooms about an agent lead nowhere before there is one. */
  hasAgent: boolean
  isOwner: boolean
}

/** A column beside the room; on a phone a row that scrolls by itself and never the page. */
export function SettingsNav({ hasAgent, isOwner }: SettingsNavProps) {
  const path = usePathname()
  const mine = rooms.filter(
    (room) => (hasAgent || !room.needsAgent) && (isOwner || !ownersOnly.has(room.href)),
  )
  return (
    <nav
      aria-label="Settings"
      className="-mx-4 overflow-x-auto border-b border-line px-4 lg:mx-0 lg:border-0 lg:px-0"
    >
      <ul className="flex lg:grid lg:gap-0.5">
        {mine.map(({ href, label }) => {
          const isHere = path.startsWith(href)
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? 'page' : undefined}
                className={cn(
                  'flex min-h-11 items-center border-b-2 border-transparent px-3 text-sm whitespace-nowrap text-ink-soft hover:text-ink lg:rounded-md lg:border-0 lg:hover:bg-sunken',
                  isHere &&
                    'border-glass-ink font-semibold text-ink lg:bg-sunken lg:shadow-[inset_3px_0_0_var(--glass-ink)]',
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

const ownersOnly: ReadonlySet<string> = new Set(['/settings/configuration'])
