'use client'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useSiteLocale } from '@/components/shell/site-locale'
import { localPath, splitLocale } from '@/i18n/locales'
import { LocalLink } from './local-link'

type PlaceLinkProps = {
  /** A page of the site without the prefix of a language. */
  href: string
  /** In a menu that lies above the page: going on inside it would leave the menu open. */
  isWholePage?: boolean
  className: string
  children: ReactNode
}

/** A link to a place of the site that says when its reader is there, or at a page below it. */
export function PlaceLink({ href, isWholePage = false, ...rest }: PlaceLinkProps) {
  const locale = useSiteLocale()
  const { path } = splitLocale(usePathname())
  const current = path === href ? 'page' : path.startsWith(`${href}/`) ? 'true' : undefined
  return isWholePage ? (
    <a href={localPath(locale, href)} aria-current={current} {...rest} />
  ) : (
    <LocalLink href={href} aria-current={current} {...rest} />
  )
}
