import type { Metadata } from 'next'
import { FleetPanel } from '@/components/operator/fleet/fleet-panel'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Hosts and pools' }

export default async function FleetPage() {
  const api = await callerForOperator()
  if (api === null) return null
  return <FleetPanel fleet={await api.operator.fleet()} />
}
