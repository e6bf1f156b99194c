import type { LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'

type PlaceLinkProps = { href: string; label: string; Icon: LucideIcon; isHere: boolean }

/** One place of the console: an icon over its word at the foot of a phone, a row in the column of a wide screen. */
export function PlaceLink({ href, label, Icon, isHere }: PlaceLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={cn(
        'flex min-h-14 min-w-0 flex-col items-center justify-center gap-0.5 px-1 text-xs font-medium text-ink-soft hover:text-ink md:min-h-11 md:flex-row md:justify-start md:gap-2.5 md:rounded-md md:px-3 md:text-sm md:hover:bg-sunken',
        isHere && 'font-semibold text-ink md:bg-surface',
      )}
    >
      <Icon
        aria-hidden
        className={cn('size-5 shrink-0 md:size-4.5', isHere && 'text-glass-ink md:text-ink')}
      />
      <span className="max-w-full truncate">{label}</span>
    </Link>
  )
}
