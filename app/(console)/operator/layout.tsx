import type { ReactNode } from 'react'
import { OperatorStrip } from '@/components/operator/operator-strip'
import { callerForOperator } from '@/server/trpc/operator-caller'

type OperatorLayoutProps = { children: ReactNode }

export default async function OperatorLayout({ children }: OperatorLayoutProps) {
  if ((await callerForOperator()) === null) return null
  return (
    <>
      <OperatorStrip />
      {children}
    </>
  )
}
