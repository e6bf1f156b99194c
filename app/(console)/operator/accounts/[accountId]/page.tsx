import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AccountPanel } from '@/components/operator/accounts/account-panel'
import { callerForOperator } from '@/server/trpc/operator-caller'
import { orNotFound } from '@/server/trpc/or-not-found'

export const metadata: Metadata = { title: 'Account' }

type AccountPageProps = { params: Promise<{ accountId: string }> }

export default async function AccountPage({ params }: AccountPageProps) {
  const api = await callerForOperator()
  if (api === null) return null
  const account = await orNotFound(api.operator.account(await params))
  if (account === null) notFound()
  return <AccountPanel key={account.id} account={account} />
}
