import Link from 'next/link'
import { Logo } from '@/components/shell/logo'
import { ThemeSwitch } from '@/components/shell/theme-switch'
import { Button } from '@/components/ui/button'

const links = [
  { href: '/#walls', label: 'How it is kept apart' },
  { href: '/#skills', label: 'Skills' },
  { href: '/pricing', label: 'Prices' },
  { href: '/#self-host', label: 'Run your own' },
]

export function SiteHeader() {
  return (
    <header className="relative z-20 mx-auto flex w-full max-w-7xl items-center gap-2 px-4 py-4 sm:px-8">
      <Logo />
      <nav aria-label="Site" className="ml-8 hidden gap-1 lg:flex">
        {links.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            className="rounded-sm px-3 py-2 text-sm font-medium text-ink-soft hover:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-1 sm:gap-2">
        <ThemeSwitch />
        <Button asChild variant="ghost" className="px-3">
          <Link href="/sign-in">Sign in</Link>
        </Button>
        <Button asChild variant="outline" className="hidden sm:inline-flex">
          <Link href="/sign-up">Sign up</Link>
        </Button>
      </div>
    </header>
  )
}
