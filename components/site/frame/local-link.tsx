'use client'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { useSiteLocale } from '@/components/shell/site-locale'
import { localPath } from '@/i18n/locales'

type LocalLinkProps = Omit<ComponentProps<typeof Link>, 'href' | 'prefetch'> & {
  /** A page of the site without the prefix of a language. */
  href: string
}

/**
 * A link to a page of the site in the language of this one. Pages are drawn on request, so fetching
 * each of them ahead would cost the server more than it saves the reader.
 */
export function LocalLink({ href, ...rest }: LocalLinkProps) {
  return <Link href={localPath(useSiteLocale(), href)} prefetch={false} {...rest} />
}
