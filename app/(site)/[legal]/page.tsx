import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { LegalDocument } from '@/components/site/legal/legal-document'
import { callerForPage } from '@/server/trpc/page-caller'

type LegalPageProps = { params: Promise<{ legal: string }> }

/** A page exists from the moment on which the operator has given every detail that it must name. */
async function publishedPage({ params }: LegalPageProps) {
  const { legal } = await params
  const api = await callerForPage()
  const { published, details, changedAt } = await api.brand.legal()
  const page = published.find((each) => each === legal)
  if (page === undefined || details === null || changedAt === null) notFound()
  return { page, details, changedAt }
}

export async function generateMetadata(props: LegalPageProps): Promise<Metadata> {
  const { page } = await publishedPage(props)
  return namedMetadata(page, `/${page}`)
}

export default async function LegalPage(props: LegalPageProps) {
  const about = await publishedPage(props)
  const api = await callerForPage()
  const { trialDays } = await api.catalogue.plans()
  return <LegalDocument {...about} trialDays={trialDays} />
}
