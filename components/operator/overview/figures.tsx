import Link from 'next/link'
import type { Overview } from './need-words'

type FiguresProps = { figures: Overview['figures'] }

/** Three sentences with numbers in them: what is there, what runs, what pays. */
export function Figures({ figures }: FiguresProps) {
  const groups = [
    {
      href: '/operator/accounts',
      title: 'Accounts',
      total: figures.accounts,
      parts: [
        [figures.newToday, 'new in 24 hours'],
        [figures.trialing, 'on trial'],
        [figures.active, 'paying'],
        [figures.suspended, 'suspended'],
      ],
    },
    {
      href: '/operator/agents',
      title: 'Agents',
      total: figures.agents,
      parts: [
        [figures.running, 'awake'],
        [figures.asleep, 'asleep'],
      ],
    },
    {
      href: '/operator/fleet',
      title: 'Machines ready for newcomers',
      total: figures.ready,
      parts: [],
    },
  ] as const
  return (
    <section aria-label="In numbers" className="grid gap-8 sm:grid-cols-[3fr_2fr_2fr]">
      {groups.map(({ href, title, total, parts }) => (
        <div key={href} className="grid content-start gap-3">
          <h2 className="text-base font-semibold">
            <Link href={href} className="group grid gap-1 rounded-sm">
              <span className="text-ink-soft group-hover:text-ink group-hover:underline">
                {title}
              </span>
              <span className="font-display text-3xl tabular-nums">
                {total.toLocaleString('en')}
              </span>
            </Link>
          </h2>
          {parts.length > 0 && (
            <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
              {parts.map(([count, words]) => (
                <li key={words}>
                  <span className="font-semibold text-ink tabular-nums">
                    {count.toLocaleString('en')}
                  </span>{' '}
                  {words}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  )
}
