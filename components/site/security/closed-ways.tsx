import { useTranslations } from 'next-intl'

const ways = ['ticket', 'methods', 'seal', 'passwords', 'pages'] as const
const open = ['tls', 'disk', 'quota', 'audit'] as const

export function ClosedWays() {
  const t = useTranslations('security')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-16 px-4 py-16 sm:px-8 lg:py-24">
      <section aria-labelledby="ways-title" className="grid gap-8 lg:grid-cols-12">
        <h2 id="ways-title" className="text-3xl lg:col-span-4">
          {t('waysTitle')}
        </h2>
        <dl className="grid gap-8 sm:grid-cols-2 lg:col-span-8">
          {ways.map((way) => (
            <div key={way} className="grid content-start gap-1.5">
              <dt className="font-display text-lg font-semibold">{t(`ways.${way}.title`)}</dt>
              <dd className="text-ink-soft">{t(`ways.${way}.text`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section
        aria-labelledby="open-title"
        className="grid gap-6 rounded-lg bg-sand-wash p-6 sm:p-10 lg:grid-cols-12"
      >
        <h2 id="open-title" className="text-3xl lg:col-span-4">
          {t('openTitle')}
        </h2>
        <ul className="grid gap-3 lg:col-span-8">
          {open.map((each) => (
            <li key={each} className="flex max-w-prose gap-3">
              <span
                aria-hidden
                className="mt-2 size-2.5 shrink-0 rounded-full border border-kelp"
              />
              {t(`open.${each}`)}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
