'use client'
import type { ReactNode } from 'react'
import { ApiProvider } from '@/components/trpc/provider'
import { Toaster } from '@/components/ui/toaster'

type ApiFrameProps = { children: ReactNode }

/** For pages that ask the server while they are open: the console, the doors and the set-up. */
export function ApiFrame({ children }: ApiFrameProps) {
  return (
    <ApiProvider>
      {children}
      <Toaster />
    </ApiProvider>
  )
}
