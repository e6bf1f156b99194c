import { useTranslations } from 'next-intl'

const absent = ['payment', 'web', 'channels', 'people', 'agents'] as const

/** What a buyer would otherwise find out afterwards. */
export function NotYet() {
  const t = useTranslations('prices')
  return (
    <section
      aria-labelledby="absent-title"
      className="grid gap-6 rounded-lg bg-sand-wash p-6 sm:p-10"
    >
      <h2 id="absent-title" className="text-3xl">
        {t('absentTitle')}
      </h2>
      <ul className="grid gap-x-10 gap-y-4 md:grid-cols-2">
        {absent.map((each) => (
          <li key={each} className="flex max-w-prose gap-3">
            <span
              aria-hidden
              className="mt-2 size-2.5 shrink-0 rounded-full border border-dashed border-kelp"
            />
            {t(`absent.${each}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}
