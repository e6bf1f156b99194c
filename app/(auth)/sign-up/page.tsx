import type { Metadata } from 'next'
import { nextPath } from '@/components/account/next-path'
import { SignUpPanel } from '@/components/account/sign-up-panel'

export const metadata: Metadata = { title: 'Make an account' }

type SignUpPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  return <SignUpPanel next={nextPath(await searchParams, '/start')} />
}
