import { useFormatter, useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'

/** Medians of `npm run bench -- ready`, as README.md tells them; a test compares the two. */
export const firstTokenSeconds = { cold: 18.1, warm: 1.12 }

/** Two bars to one scale, because a number alone does not look like waiting. */
export function FirstAnswerRace() {
  const t = useTranslations('how')
  return (
    <section aria-labelledby="race-title" className="grid gap-6">
      <div className="grid max-w-2xl gap-2">
        <h2 id="race-title" className="text-3xl">
          {t('raceTitle')}
        </h2>
        <p className="text-ink-soft">{t('raceText')}</p>
      </div>
      <dl className="grid gap-6">
        <Bar label={t('cold')} seconds={firstTokenSeconds.cold} look="bg-line-strong" />
        <Bar label={t('warm')} seconds={firstTokenSeconds.warm} look="bg-coral" />
      </dl>
      <p className="max-w-prose text-sm text-ink-soft">
        {t('raceNote')}{' '}
        <LocalLink
          href="/blog/warm-pool"
          className="font-medium text-ink underline underline-offset-4"
        >
          {t('article')}
        </LocalLink>
      </p>
    </section>
  )
}

function Bar({ label, seconds, look }: { label: string; seconds: number; look: string }) {
  const t = useTranslations('how')
  const format = useFormatter()
  const width = `${(seconds / firstTokenSeconds.cold) * 100}%`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 gap-y-1.5">
      <dt>{label}</dt>
      <dd className="font-display text-2xl font-semibold tabular-nums">
        {t('seconds', { value: format.number(seconds) })}
      </dd>
      <dd aria-hidden className="col-span-2 h-5 overflow-hidden rounded-sm bg-sunken sm:h-7">
        <div className={`h-full rounded-sm ${look}`} style={{ width }} />
      </dd>
    </div>
  )
}
