import Link from 'next/link'
import { useLocale } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { localPath } from '@/i18n/locales'

/** Two tide lines and the anemone between them. The same drawing as the icon. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={cn('size-8 shrink-0', className)}>
      <path
        d="M15.6 2.6c5.6-.5 12.6 3.4 13.7 10 1 6.2-2.5 15-10.9 16.7C10.6 30.9 3 26 2.5 17.9 2.1 9.8 8.6 3.2 15.6 2.6Z"
        stroke="currentColor"
        strokeWidth="2.1"
      />
      <path
        d="M16.4 8.3c3.7-.3 7.5 2 8 6.2.5 4-1.7 8.7-6.8 9.5-4.8.8-8.9-2-9.2-6.7-.3-4.7 3.5-8.7 8-9Z"
        stroke="currentColor"
        strokeWidth="2.1"
        opacity="0.55"
      />
      <path
        d="M17 13.3c1.6-.1 3 .9 3.1 2.6.1 1.7-.9 3.2-2.9 3.4-1.9.2-3.4-.8-3.5-2.7-.1-1.8 1.4-3.2 3.3-3.3Z"
        className="fill-coral"
      />
    </svg>
  )
}

type LogoProps = { href?: '/' | '/chat'; className?: string }

/** Leads to the front page in the language of this one, unless it is told to lead into the console. */
export function Logo({ href = '/', className }: LogoProps) {
  const locale = useLocale()
  return (
    <Link
      href={href === '/' ? localPath(locale, href) : href}
      className={cn(
        'inline-flex items-center gap-2 rounded-sm font-display text-xl font-bold tracking-tight',
        className,
      )}
    >
      <LogoMark />
      rockpool
    </Link>
  )
}
