import { useLocale } from 'next-intl'
import type { ComponentProps } from 'react'
import { localPath } from '@/i18n/locales'

type LocalLinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  /** A page of the site without the prefix of a language. */
  href: string
}

/**
 * A link to a page of the site in the language of this one. An ordinary one: each page is drawn whole and
 * carries its own address, and a router for them would be more script than all else on the site together.
 */
export function LocalLink({ href, ...rest }: LocalLinkProps) {
  return <a href={localPath(useLocale(), href)} {...rest} />
}
