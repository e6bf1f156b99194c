import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'

type WordsProps = { children: ReactNode }

/** The part of the catalogue that runs in a browser: for the doors, the set-up and the console. */
export async function Words({ children }: WordsProps) {
  const { shell, doors } = await getMessages()
  return <NextIntlClientProvider messages={{ shell, doors }}>{children}</NextIntlClientProvider>
}
