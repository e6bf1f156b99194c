import type { ReactNode } from 'react'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { Logo } from './logo'

type LostProps = { title: string; children: ReactNode; action: ReactNode }

/** A whole page for when there is nothing else to show. */
export function Lost({ title, children, action }: LostProps) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-hidden px-4 py-4 sm:px-8">
      <header>
        <Logo />
      </header>
      <TideRings
        seed={title}
        rings={9}
        className="absolute -right-1/4 -bottom-1/4 -z-10 size-[min(46rem,110vw)] text-line"
      />
      <main id="main" className="my-auto py-16">
        <LostWords title={title} action={action}>
          {children}
        </LostWords>
      </main>
    </div>
  )
}

/** What it says, for a page that stands in a frame already. */
export function LostWords({ title, children, action }: LostProps) {
  return (
    <div className="grid max-w-xl justify-items-start gap-4">
      <h1 className="text-4xl">{title}</h1>
      <div className="text-lg text-ink-soft">{children}</div>
      <div className="mt-2 flex flex-wrap gap-3">{action}</div>
    </div>
  )
}
