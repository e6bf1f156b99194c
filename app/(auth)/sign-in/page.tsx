import type { Metadata } from 'next'
import { nextPath } from '@/components/account/next-path'
import { SignInPanel } from '@/components/account/sign-in-panel'

export const metadata: Metadata = { title: 'Sign in' }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  return <SignInPanel next={nextPath(await searchParams, '/chat')} />
}
