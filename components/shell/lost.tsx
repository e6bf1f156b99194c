import type { ReactNode } from 'react'
import { Logo } from './logo'

type LostWordsProps = { title: string; children: ReactNode; action: ReactNode }

type LostProps = LostWordsProps & {
  /** A drawing behind the words. A page about a failure does without, to be light and sure. */
  backdrop?: ReactNode
}

/** A whole page for when there is nothing else to show. */
export function Lost({ title, children, action, backdrop }: LostProps) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-hidden px-4 py-4 sm:px-8">
      <header>
        <Logo />
      </header>
      {backdrop}
      <main id="main" className="my-auto py-16">
        <LostWords title={title} action={action}>
          {children}
        </LostWords>
      </main>
    </div>
  )
}

/** What it says, for a page that stands in a frame already. */
export function LostWords({ title, children, action }: LostWordsProps) {
  return (
    <div className="grid max-w-xl justify-items-start gap-4">
      <h1 className="text-4xl">{title}</h1>
      <div className="text-lg text-ink-soft">{children}</div>
      <div className="mt-2 flex flex-wrap gap-3">{action}</div>
    </div>
  )
}
