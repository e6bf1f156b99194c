import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Prose } from '@/components/site/prose/prose'
import { legalTexts } from '@/content/documents'
import type { BrandInput, LegalPage } from '@/server/domain/brand/input'
import { OperatorAddress } from './operator-address'

type LegalDocumentProps = {
  page: LegalPage
  details: BrandInput
  trialDays: number
  /** When the operator last changed the details. */
  changedAt: Date
}

export function LegalDocument({ page, details, trialDays, changedAt }: LegalDocumentProps) {
  const t = useTranslations('meta')
  const legal = useTranslations('legal')
  const format = useFormatter()
  const Body = legalTexts[page][useLocale()]
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-8 px-4 pt-8 pb-20 sm:px-8 lg:pt-14">
      <div className="grid max-w-[42rem] gap-3">
        <h1 className="text-4xl hyphens-auto">{t(`${page}.title`)}</h1>
        <p className="text-lg text-ink-soft">{t(`${page}.description`)}</p>
      </div>
      <Prose>
        {page === 'imprint' && <OperatorAddress details={details} isWhole />}
        <Body
          details={details}
          trialDays={trialDays}
          Address={() => <OperatorAddress details={details} />}
        />
        <p className="text-sm text-ink-soft">
          {legal('changed', { day: format.dateTime(changedAt, { dateStyle: 'long' }) })}
        </p>
      </Prose>
    </div>
  )
}
