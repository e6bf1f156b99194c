import { useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'

const notes = ['parts', 'demo', 'link'] as const

export function SelfHost() {
  const t = useTranslations('selfHost')
  return (
    <section id="self-host" aria-labelledby="host-title" className="below-fold bg-sand-wash">
      <div className="mx-auto grid max-w-7xl items-center gap-10 px-4 py-16 sm:px-8 lg:grid-cols-12 lg:py-20">
        <div className="grid gap-4 lg:col-span-5">
          <h2 id="host-title" className="text-4xl">
            {t('title')}
          </h2>
          <p className="max-w-prose text-lg text-ink-soft">{t('lead')}</p>
          <LocalLink
            href="/docs/install"
            className="justify-self-start rounded-sm font-medium underline underline-offset-4"
          >
            {t('docs')}
          </LocalLink>
        </div>
        <div className="on-rock overflow-hidden rounded-lg lg:col-span-7">
          <pre className="overflow-x-auto px-5 py-5 font-mono text-lg sm:px-7">
            <code>
              <span aria-hidden className="text-on-slate-soft select-none">
                ${' '}
              </span>
              npm start
            </code>
          </pre>
          <ul className="grid gap-2.5 border-t border-slate-line px-5 py-5 text-on-slate-soft sm:px-7">
            {notes.map((note) => (
              <li key={note} className="flex gap-3">
                <span aria-hidden className="mt-2.5 h-0.5 w-3 shrink-0 bg-glass-on-slate" />
                {t(note)}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}
