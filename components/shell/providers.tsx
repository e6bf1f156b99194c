'use client'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { ApiProvider } from '@/components/trpc/provider'
import { Toaster } from '@/components/ui/toaster'

type ProvidersProps = {
  /** Of this answer's content security policy; the theme script is refused without it. */
  nonce: string | undefined
  children: ReactNode
}

export function Providers({ nonce, children }: ProvidersProps) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <ApiProvider>
        {children}
        <Toaster />
      </ApiProvider>
    </ThemeProvider>
  )
}
