import { getTranslations } from 'next-intl/server'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { NotYet } from '@/components/site/pricing/not-yet'
import { PlanTable } from '@/components/site/pricing/plan-table'
import { PriceQuestions } from '@/components/site/pricing/price-questions'
import { Prices } from '@/components/site/pricing/prices'
import { callerForPage } from '@/server/trpc/page-caller'

export const generateMetadata = () => namedMetadata('pricing', '/pricing')

export default async function PricingPage() {
  const api = await callerForPage()
  const catalogue = await api.catalogue.plans()
  const t = await getTranslations('prices')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-16 px-4 pb-20 sm:px-8">
      <div className="grid gap-10">
        <PageOpening
          seed="prices"
          title={t('title')}
          lead={t('lead', { days: catalogue.trialDays })}
        />
        <Prices catalogue={catalogue} />
      </div>
      <PlanTable plans={catalogue.plans} />
      <NotYet />
      <PriceQuestions trialDays={catalogue.trialDays} />
    </div>
  )
}
