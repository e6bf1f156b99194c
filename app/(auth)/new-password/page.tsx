import { NewPasswordPanel } from '@/components/account/new-password-panel'
import { namedMetadata } from '@/components/site/frame/page-metadata'

export const generateMetadata = () => namedMetadata('newPassword', '/new-password')

export default function NewPasswordPage() {
  return <NewPasswordPanel />
}
