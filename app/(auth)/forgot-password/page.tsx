import { ForgotPanel } from '@/components/account/forgot-panel'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { callerForPage } from '@/server/trpc/page-caller'

export const generateMetadata = () => namedMetadata('forgotPassword', '/forgot-password')

export default async function ForgotPasswordPage() {
  const api = await callerForPage()
  return <ForgotPanel way={await api.passwords.wayBackIn()} />
}
