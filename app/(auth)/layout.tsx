import type { ReactNode } from 'react'
import { DoorFrame } from '@/components/account/door-frame'

type AuthLayoutProps = { children: ReactNode }

export default function AuthLayout({ children }: AuthLayoutProps) {
  return <DoorFrame>{children}</DoorFrame>
}
