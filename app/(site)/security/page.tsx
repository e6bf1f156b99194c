import { getTranslations } from 'next-intl/server'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { ClosedWays } from '@/components/site/security/closed-ways'
import { Drivers } from '@/components/site/security/drivers'
import { Hijacked } from '@/components/site/security/hijacked'
import { callerForPage } from '@/server/trpc/page-caller'

export const generateMetadata = () => namedMetadata('security', '/security')

export default async function SecurityPage() {
  const api = await callerForPage()
  const { drivers } = await api.catalogue.walls()
  const t = await getTranslations('security')
  return (
    <>
      <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-14 px-4 pb-16 sm:px-8 lg:pb-24">
        <PageOpening seed="security" title={t('title')} lead={t('lead')} />
        <Hijacked />
      </div>
      <Drivers here={drivers} />
      <ClosedWays />
    </>
  )
}
