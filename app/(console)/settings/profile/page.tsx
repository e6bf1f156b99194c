import type { Metadata } from 'next'
import { EmailPanel } from '@/components/settings/profile/email-panel'
import { NamePanel } from '@/components/settings/profile/name-panel'
import { PasswordPanel } from '@/components/settings/profile/password-panel'
import { SessionsPanel } from '@/components/settings/profile/sessions-panel'
import { Room } from '@/components/settings/room'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'You' }

export default async function ProfilePage() {
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  const { user } = await api.account.me()
  return (
    <Room title="You" lead="How you are called, how you sign in, and where you are signed in now.">
      <NamePanel name={user.name} />
      <EmailPanel email={user.email} />
      <PasswordPanel />
      <SessionsPanel />
    </Room>
  )
}
