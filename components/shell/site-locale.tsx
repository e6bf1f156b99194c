'use client'
import { createContext, type ReactNode, useContext } from 'react'
import { defaultLocale, type Locale } from '@/i18n/locales'

const SiteLocale = createContext<Locale>(defaultLocale)

type SiteLocaleProviderProps = { locale: Locale; children: ReactNode }

/**
 * The language of this page, for what runs in a browser on every page. The catalogue's own provider knows
 * it too, but brings the machinery of all messages with it, and only doors and console have messages there.
 */
export function SiteLocaleProvider({ locale, children }: SiteLocaleProviderProps) {
  return <SiteLocale value={locale}>{children}</SiteLocale>
}

export const useSiteLocale = (): Locale => useContext(SiteLocale)
