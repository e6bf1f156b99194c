import { redirect } from 'next/navigation'
import { nextPath } from '@/components/account/next-path'
import { SignInPanel } from '@/components/account/sign-in-panel'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { pageActor } from '@/server/auth/page-actor'

export const generateMetadata = () => namedMetadata('signIn', '/sign-in')

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const next = nextPath(await searchParams, '/chat')
  if ((await pageActor()).kind === 'user') redirect(next)
  return <SignInPanel next={next} />
}
