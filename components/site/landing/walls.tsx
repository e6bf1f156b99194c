import { useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'
import { ShoreSection } from './shore-section'

const notes = ['gate', 'pipe', 'wall', 'agent', 'exit', 'neighbour'] as const

export function Walls() {
  const t = useTranslations('walls')
  return (
    <section id="walls" aria-labelledby="walls-title" className="below-fold on-rock">
      <div className="mx-auto max-w-7xl px-4 pt-16 sm:px-8 lg:pt-24">
        <div className="grid gap-5 lg:grid-cols-12">
          <h2 id="walls-title" className="text-4xl lg:col-span-6">
            {t('title')}
          </h2>
          <p className="max-w-prose text-lg text-on-slate-soft lg:col-span-5 lg:col-start-8">
            {t('lead')}{' '}
            <LocalLink
              href="/security"
              className="font-medium text-on-slate underline underline-offset-4"
            >
              {t('more')}
            </LocalLink>
          </p>
        </div>
      </div>
      <ShoreSection className="mx-auto my-6 w-full max-w-7xl xl:mask-[linear-gradient(to_right,transparent,black_3%,black_97%,transparent)] lg:my-8" />
      <ol className="mx-auto grid max-w-7xl gap-x-12 gap-y-8 px-4 pb-16 sm:grid-cols-2 sm:px-8 lg:grid-cols-3 lg:pb-24">
        {notes.map((note, index) => (
          <li key={note} className="grid grid-cols-[2rem_1fr] gap-x-3">
            <span
              aria-hidden
              className="grid size-7 place-items-center rounded-full border border-glass-on-slate text-sm font-semibold text-glass-on-slate tabular-nums"
            >
              {index + 1}
            </span>
            <div className="grid gap-1.5">
              <h3 className="text-lg">{t(`${note}.title`)}</h3>
              <p className="text-on-slate-soft">{t(`${note}.text`)}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
