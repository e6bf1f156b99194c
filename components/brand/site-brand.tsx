'use client'
import { createContext, type ReactNode, useContext } from 'react'

export type SiteBrand = {
  name: string
  isRenamed: boolean
  /** Null for Rockpool's own mark. Width and height are the file's, in pixels. */
  logo: { href: string; width: number; height: number } | null
}

const rockpool: SiteBrand = { name: 'Rockpool', isRenamed: false, logo: null }

// Without a provider, as where the layout itself has failed, a page is Rockpool's.
const Brand = createContext(rockpool)

type SiteBrandProviderProps = { brand: SiteBrand; children: ReactNode }

export function SiteBrandProvider({ brand, children }: SiteBrandProviderProps) {
  return <Brand value={brand}>{children}</Brand>
}

export const useSiteBrand = (): SiteBrand => useContext(Brand)
