import Link from 'next/link'
import { LogoMark } from '@/components/shell/logo'

const links = [
  { href: '/#walls', label: 'How it is kept apart' },
  { href: '/#skills', label: 'Skills' },
  { href: '/pricing', label: 'Prices' },
  { href: '/#your-data', label: 'Your data' },
  { href: '/#self-host', label: 'Run your own' },
  { href: '/sign-in', label: 'Sign in' },
  { href: '/sign-up', label: 'Sign up' },
]

export function SiteFooter() {
  return (
    <footer className="border-t border-line">
      <div className="mx-auto grid max-w-7xl gap-8 px-4 py-10 sm:px-8 md:grid-cols-[1fr_auto]">
        <div className="flex max-w-md items-start gap-3">
          <LogoMark className="mt-0.5" />
          <p className="text-sm text-ink-soft">
            Rockpool is open source under the MIT licence and runs on servers of your own. This page
            sets no tracking cookie and loads nothing from another site.
          </p>
        </div>
        <nav aria-label="Footer">
          <ul className="grid grid-cols-2 gap-x-8 gap-y-1 sm:grid-cols-4">
            {links.map(({ href, label }) => (
              <li key={href}>
                <Link
                  href={href}
                  className="inline-block rounded-sm py-1.5 text-sm text-ink-soft hover:text-ink hover:underline"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
