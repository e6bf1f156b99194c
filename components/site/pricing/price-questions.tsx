import { useTranslations } from 'next-intl'

type PriceQuestionsProps = { trialDays: number }

const questions = ['included', 'after', 'free'] as const

export function PriceQuestions({ trialDays }: PriceQuestionsProps) {
  const t = useTranslations('prices.questions')
  return (
    <dl className="grid gap-8 border-t border-line pt-10 lg:grid-cols-3">
      {questions.map((question) => (
        <div key={question} className="grid content-start gap-2">
          <dt className="font-display text-xl font-semibold tracking-tight">
            {t(`${question}Q`, { days: trialDays })}
          </dt>
          <dd className="text-ink-soft">{t(`${question}A`)}</dd>
        </div>
      ))}
    </dl>
  )
}
