import { ArrowRight } from 'lucide-react'
import Link from 'next/link'

const rooms = [
  {
    href: '/operator/settings/brand',
    title: 'Your details',
    words: 'The name of the service and who runs it: what imprint, privacy and terms have to say.',
  },
  {
    href: '/operator/settings/look',
    title: 'Look',
    words: 'Your colour and your logo, on every page.',
  },
  {
    href: '/operator/settings/domain',
    title: 'Public address',
    words: 'The address that people type, and what DNS and proxy have to do for it.',
  },
  {
    href: '/operator/settings/provider',
    title: 'Model provider',
    words: 'Which model answers everybody who has none of their own.',
  },
  {
    href: '/operator/settings/mail',
    title: 'Mail',
    words: 'How this site writes to people, and what could not be sent.',
  },
] as const

const notYet = [
  {
    title: 'Names and certificates',
    words:
      'An address for each account, such as kim.agents.example.com, and certificates of our own. A proxy in front fetches them today.',
  },
] as const

export function SettingsIndex() {
  return (
    <div className="grid gap-12">
      <ul aria-label="Settings" className="grid border-t border-line">
        {rooms.map(({ href, title, words }) => (
          <li key={href} className="border-b border-line">
            <Link
              href={href}
              className="group flex items-center justify-between gap-6 rounded-sm px-2 py-5 hover:bg-sunken"
            >
              <span className="grid gap-0.5">
                <span className="font-display text-lg font-semibold">{title}</span>
                <span className="text-ink-soft">{words}</span>
              </span>
              <ArrowRight aria-hidden className="size-5 shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
      </ul>
      <section aria-labelledby="not-yet" className="grid gap-4">
        <h2 id="not-yet" className="text-xl">
          Not built yet
        </h2>
        <dl className="grid gap-5 sm:grid-cols-2">
          {notYet.map(({ title, words }) => (
            <div key={title} className="grid content-start gap-1 border-l-2 border-line pl-4">
              <dt className="font-semibold">{title}</dt>
              <dd className="text-ink-soft">{words}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
