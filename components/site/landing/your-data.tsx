import { useTranslations } from 'next-intl'

const questions = ['where', 'key', 'leaves', 'operator', 'again'] as const

export function YourData() {
  const t = useTranslations('data')
  return (
    <section
      id="your-data"
      aria-labelledby="data-title"
      className="below-fold border-t border-line"
    >
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:grid-cols-12 lg:py-24">
        <h2 id="data-title" className="text-4xl lg:col-span-4">
          {t('title')}
        </h2>
        <dl className="grid gap-8 sm:grid-cols-2 lg:col-span-8">
          {questions.map((question) => (
            <div key={question} className="grid content-start gap-2 last:sm:col-span-2">
              <dt className="font-display text-xl font-semibold tracking-tight">
                {t(`${question}Q`)}
              </dt>
              <dd className="max-w-prose text-ink-soft">{t(`${question}A`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  )
}
