import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { DoorFrame } from '@/components/account/door-frame'
import { ApiFrame } from '@/components/shell/api-frame'
import { pageCtx } from '@/server/auth/page-actor'

export async function generateMetadata(): Promise<Metadata> {
  const { publicOrigin } = await pageCtx()
  return { metadataBase: new URL(publicOrigin) }
}

type AuthLayoutProps = { children: ReactNode }

export default function AuthLayout({ children }: AuthLayoutProps) {
  return (
    <ApiFrame>
      <DoorFrame>{children}</DoorFrame>
    </ApiFrame>
  )
}
