import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { nextPath } from '@/components/account/next-path'
import { SignUpPanel } from '@/components/account/sign-up-panel'
import { pageActor } from '@/server/auth/page-actor'

export const metadata: Metadata = { title: 'Make an account' }

type SignUpPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const next = nextPath(await searchParams, '/start')
  if ((await pageActor()).kind === 'user') redirect(next)
  return <SignUpPanel next={next} />
}
