import type { Metadata } from 'next'
import { SettingsIndex } from '@/components/operator/settings/settings-index'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Site settings' }

export default async function SiteSettingsPage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame title="Site settings" lead="What holds for everybody here." width="narrow">
      <SettingsIndex />
    </PageFrame>
  )
}
