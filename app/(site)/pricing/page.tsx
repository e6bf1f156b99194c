import type { Metadata } from 'next'
import { PriceQuestions } from '@/components/site/price-questions'
import { Prices } from '@/components/site/prices'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Prices' }

export default async function PricingPage() {
  const api = await callerForPage()
  const catalogue = await api.catalogue.plans()
  return (
    <div className="mx-auto grid max-w-7xl gap-12 px-4 pt-10 pb-20 sm:px-8 lg:pt-16">
      <div className="grid max-w-3xl gap-4">
        <h1 className="text-5xl">Prices</h1>
        <p className="text-lg text-ink-soft">
          One price for the machine and everything around it. The trial lasts {catalogue.trialDays}{' '}
          days and is the whole product.
        </p>
      </div>
      <Prices catalogue={catalogue} />
      <PriceQuestions trialDays={catalogue.trialDays} />
    </div>
  )
}
