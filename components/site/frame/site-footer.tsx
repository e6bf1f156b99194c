import { useTranslations } from 'next-intl'
import type { SiteBrand } from '@/components/brand/site-brand'
import { LogoMark } from '@/components/shell/logo'
import type { LegalPage } from '@/server/domain/brand/input'
import { LanguageSwitch } from './language-switch'
import { LocalLink } from './local-link'

const product = [
  { href: '/how-it-works', name: 'how' },
  { href: '/security', name: 'security' },
  { href: '/skills', name: 'skills' },
  { href: '/pricing', name: 'pricing' },
] as const

const reading = [
  { href: '/docs', name: 'docs' },
  { href: '/blog', name: 'blog' },
  { href: '/#your-data', name: 'data' },
  { href: '/#self-host', name: 'selfHost' },
] as const

const doors = [
  { href: '/sign-in', name: 'signIn' },
  { href: '/sign-up', name: 'signUp' },
] as const

type SiteFooterProps = {
  /** The legal pages for which the operator has given every detail; the others do not exist. */
  published: readonly LegalPage[]
  site: Pick<SiteBrand, 'name' | 'isRenamed'>
  /** The page that is read now, without the prefix of a language. */
  here: string
}

export function SiteFooter({ published, site: { name, isRenamed }, here }: SiteFooterProps) {
  const t = useTranslations('footer')
  const nav = useTranslations('nav')
  const legal = published.map((name) => ({ href: `/${name}`, name }) as const)
  return (
    <footer className="border-t border-line">
      <div className="mx-auto grid max-w-7xl gap-x-12 gap-y-8 px-4 py-10 sm:px-8 lg:grid-cols-[minmax(0,1fr)_auto]">
        <div className="grid max-w-md content-start gap-4">
          <div className="grid justify-items-start gap-3">
            <LogoMark />
            <p className="text-sm text-ink-soft">
              {isRenamed ? t('runsOn', { name }) : t('about')} {t('alone')}
            </p>
          </div>
          <LanguageSwitch label={nav('language')} here={here} />
        </div>
        <nav
          aria-label={nav('footer')}
          className="grid grid-cols-2 gap-x-8 gap-y-6 sm:grid-cols-3 sm:gap-x-14"
        >
          <Group title={t('product')} links={product} />
          <Group title={t('read')} links={reading} />
          <Group title={t('operator')} links={[...legal, ...doors]} />
        </nav>
      </div>
    </footer>
  )
}

type FooterLink =
  | (typeof product | typeof reading | typeof doors)[number]
  | {
      href: string
      name: LegalPage
    }

function Group({ title, links }: { title: string; links: readonly FooterLink[] }) {
  const t = useTranslations('nav')
  return (
    <div>
      <p className="py-1 text-sm font-semibold">{title}</p>
      <ul>
        {links.map(({ href, name }) => (
          <li key={href}>
            <LocalLink
              href={href}
              className="inline-block rounded-sm py-1 text-sm text-ink-soft hover:text-ink hover:underline"
            >
              {t(name)}
            </LocalLink>
          </li>
        ))}
      </ul>
    </div>
  )
}
