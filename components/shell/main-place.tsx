'use client'
import { usePathname } from 'next/navigation'
import { type ReactNode, useLayoutEffect, useRef } from 'react'

/**
 * Where the console's pages stand, and what scrolls. Next only takes the window back to its top, which
 * never moves here: without us a page opened as far down as the one before it. The padding keeps its own
 * attempt, which aligns a page's first element, from hiding what stands above that.
 */
export function MainPlace({ children }: { children: ReactNode }) {
  const place = useRef<HTMLElement>(null)
  const path = usePathname()
  useLayoutEffect(() => {
    if (path !== '') place.current?.scrollTo({ top: 0, behavior: 'instant' })
  }, [path])
  return (
    <main
      ref={place}
      id="main"
      tabIndex={-1}
      className="row-start-2 min-h-0 scroll-pt-24 overflow-y-auto outline-none"
    >
      {children}
    </main>
  )
}
