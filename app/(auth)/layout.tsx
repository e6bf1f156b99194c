import type { ReactNode } from 'react'
import { DoorFrame } from '@/components/account/door-frame'
import { ApiFrame } from '@/components/shell/api-frame'
import { Words } from '@/components/shell/words'

type AuthLayoutProps = { children: ReactNode }

export default function AuthLayout({ children }: AuthLayoutProps) {
  return (
    <Words>
      <ApiFrame>
        <DoorFrame>{children}</DoorFrame>
      </ApiFrame>
    </Words>
  )
}
