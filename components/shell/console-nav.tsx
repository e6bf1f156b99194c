'use client'
import { MessageCircle } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'

const places = [{ href: '/chat', label: 'Chat', Icon: MessageCircle }] as const

/** On the way to an agent there is one road only, so the places are not offered yet. */
const isOnTheWay = (path: string) => path.startsWith('/start') || path.startsWith('/welcome')

export function ConsoleNav() {
  const path = usePathname()
  if (isOnTheWay(path)) return null
  return (
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
  )
}
