import type { Metadata } from 'next'
import { AccountsPanel } from '@/components/operator/accounts/accounts-panel'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Accounts' }

export default async function AccountsPage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame title="Accounts" lead="Everybody who signed up, newest first.">
      <AccountsPanel />
    </PageFrame>
  )
}
