'use client'
import { useSyncExternalStore } from 'react'
import { linkOf } from './setup-link'

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** Undefined until the browser has looked: a fragment does not exist on the server. */
export function useSetupLink(): string | undefined {
  return useSyncExternalStore(
    subscribe,
    () => linkOf(window.location.search, window.location.hash),
    () => undefined,
  )
}
