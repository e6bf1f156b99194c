import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { nextPath } from '@/components/account/next-path'
import { SignInPanel } from '@/components/account/sign-in-panel'
import { pageActor } from '@/server/auth/page-actor'

export const metadata: Metadata = { title: 'Sign in' }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const next = nextPath(await searchParams, '/chat')
  if ((await pageActor()).kind === 'user') redirect(next)
  return <SignInPanel next={next} />
}
