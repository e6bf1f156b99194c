import type { Metadata } from 'next'
import { AuditPanel } from '@/components/operator/audit/audit-panel'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Audit' }

export default async function AuditPage() {
  if ((await callerForOperator()) === null) return null
  return <AuditPanel />
}
