import { redirect } from 'next/navigation'
import { nextPath } from '@/components/account/next-path'
import { SignUpPanel } from '@/components/account/sign-up-panel'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { pageActor } from '@/server/auth/page-actor'

export const generateMetadata = () => namedMetadata('signUp', '/sign-up')

type SignUpPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const next = nextPath(await searchParams, '/start')
  if ((await pageActor()).kind === 'user') redirect(next)
  return <SignUpPanel next={next} />
}
