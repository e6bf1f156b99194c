import { getTranslations } from 'next-intl/server'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { FirstAnswerRace } from '@/components/site/how/first-answer-race'
import { MachineLife } from '@/components/site/how/machine-life'
import { Parts } from '@/components/site/how/parts'

export const generateMetadata = () => namedMetadata('how', '/how-it-works')

export default async function HowItWorksPage() {
  const t = await getTranslations('how')
  return (
    <>
      <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-14 px-4 pb-16 sm:px-8 lg:pb-24">
        <PageOpening seed="how it works" title={t('title')} lead={t('lead')} />
        <FirstAnswerRace />
      </div>
      <MachineLife />
      <Parts />
    </>
  )
}
