import { useTranslations } from 'next-intl'

const parts = ['front', 'web', 'worker', 'host', 'database'] as const
const deaths = ['gateway', 'web', 'worker', 'host', 'database'] as const

export function Parts() {
  const t = useTranslations('how')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-16 px-4 py-16 sm:px-8 lg:py-24">
      <section aria-labelledby="parts-title" className="grid gap-8 lg:grid-cols-12">
        <div className="grid content-start gap-3 lg:col-span-4">
          <h2 id="parts-title" className="text-3xl">
            {t('partsTitle')}
          </h2>
          <p className="text-ink-soft">{t('partsLead')}</p>
        </div>
        <dl className="border-b border-line lg:col-span-8">
          {parts.map((part) => (
            <div
              key={part}
              className="grid gap-x-8 gap-y-1 border-t border-line py-4 sm:grid-cols-[10rem_minmax(0,1fr)]"
            >
              <dt className="font-display text-lg font-semibold">{t(`parts.${part}.name`)}</dt>
              <dd className="text-ink-soft">{t(`parts.${part}.text`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="dies-title" className="grid gap-8 lg:grid-cols-12">
        <div className="grid content-start gap-3 lg:col-span-4">
          <h2 id="dies-title" className="text-3xl">
            {t('diesTitle')}
          </h2>
          <p className="text-ink-soft">{t('diesLead')}</p>
        </div>
        <dl className="border-b border-line lg:col-span-8">
          {deaths.map((part) => (
            <div
              key={part}
              className="grid gap-x-8 gap-y-1 border-t border-line py-4 sm:grid-cols-[10rem_minmax(0,1fr)]"
            >
              <dt className="font-display text-lg font-semibold">{t(`dies.${part}.part`)}</dt>
              <dd className="text-ink-soft">{t(`dies.${part}.then`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
