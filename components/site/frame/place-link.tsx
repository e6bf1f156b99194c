import type { ReactNode } from 'react'
import { LocalLink } from './local-link'

type PlaceLinkProps = {
  /** A page of the site without the prefix of a language. */
  href: string
  /** The page that is read now, written in the same way. */
  here: string
  className: string
  children: ReactNode
}

/** A link to a place of the site that says when its reader is there, or at a page below it. */
export function PlaceLink({ href, here, ...rest }: PlaceLinkProps) {
  const current = here === href ? 'page' : here.startsWith(`${href}/`) ? 'true' : undefined
  return <LocalLink href={href} aria-current={current} {...rest} />
}
