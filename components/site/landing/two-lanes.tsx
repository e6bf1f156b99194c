import { useTranslations } from 'next-intl'

const steps = ['look', 'choose', 'start', 'answer', 'talk'] as const

/** What the person does on the left, what happens below the surface on the right. */
export function TwoLanes() {
  const t = useTranslations('lanes')
  return (
    <section aria-labelledby="lanes-title" className="below-fold border-t border-line bg-surface">
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:grid-cols-12 lg:py-24">
        <h2 id="lanes-title" className="text-4xl lg:sticky lg:top-10 lg:col-span-4 lg:self-start">
          {t('title')}
        </h2>
        <ol className="lg:col-span-8">
          {steps.map((step, index) => (
            <li
              key={step}
              className="grid gap-x-8 gap-y-2 border-t border-line py-6 first:border-t-0 first:pt-0 sm:grid-cols-[2.5rem_minmax(0,2fr)_minmax(0,3fr)]"
            >
              <span
                aria-hidden
                className="font-display text-xl font-semibold text-ink-soft tabular-nums"
              >
                {index + 1}
              </span>
              <p className="font-display text-xl font-semibold">{t(`${step}.you`)}</p>
              <p className="border-l-2 border-glass pl-4 text-ink-soft">{t(`${step}.machine`)}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
