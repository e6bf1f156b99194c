'use client'
import { usePathname, useSearchParams } from 'next/navigation'

/** One value of the address: it survives a reload, and a link can carry it. */
export function useAddressState(name: string): [string, (value: string) => void] {
  const params = useSearchParams()
  const path = usePathname()
  const set = (value: string) => {
    const next = new URLSearchParams(params)
    if (value === '') next.delete(name)
    else next.set(name, value)
    const query = next.toString()
    // Not a navigation: the page is the same one, and is not asked for again.
    window.history.replaceState(null, '', query === '' ? path : `${path}?${query}`)
  }
  return [params.get(name) ?? '', set]
}
