'use client'
import { type SiteBrand, useSiteBrand } from '@/components/brand/site-brand'
import { localPath } from '@/i18n/locales'
import { useSiteLocale } from './site-locale'

/** Two tide lines and the anemone between them. The same drawing as the icon. */
function Rings() {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className="size-8 shrink-0">
      <path
        d="M15.6 2.6c5.6-.5 12.6 3.4 13.7 10 1 6.2-2.5 15-10.9 16.7C10.6 30.9 3 26 2.5 17.9 2.1 9.8 8.6 3.2 15.6 2.6Z"
        stroke="currentColor"
        strokeWidth="2.1"
      />
      <path
        d="M16.4 8.3c3.7-.3 7.5 2 8 6.2.5 4-1.7 8.7-6.8 9.5-4.8.8-8.9-2-9.2-6.7-.3-4.7 3.5-8.7 8-9Z"
        stroke="currentColor"
        strokeWidth="2.1"
        opacity="0.55"
      />
      <path
        d="M17 13.3c1.6-.1 3 .9 3.1 2.6.1 1.7-.9 3.2-2.9 3.4-1.9.2-3.4-.8-3.5-2.7-.1-1.8 1.4-3.2 3.3-3.3Z"
        className="fill-coral"
      />
    </svg>
  )
}

type LogoMarkProps = {
  /** What is heard where the mark stands alone. Next to the name it says nothing. */
  alt?: string
}

/** The operator's picture, or Rockpool's drawing. */
export function LogoMark({ alt = '' }: LogoMarkProps) {
  const { logo } = useSiteBrand()
  if (logo === null) return <Rings />
  return (
    <img
      src={logo.href}
      width={logo.width}
      height={logo.height}
      alt={alt}
      className="h-8 w-auto max-w-44 shrink-0 object-contain object-left"
    />
  )
}

// A picture twice as wide as high is lettering, and has the name in it.
export const isLettering = (logo: SiteBrand['logo']): boolean =>
  logo !== null && logo.width >= logo.height * 2

/** Mark and name, for the link around them to be read by. */
export function LogoName() {
  const { name, isRenamed, logo } = useSiteBrand()
  const hasNameInIt = isLettering(logo)
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-2 font-display text-xl font-bold tracking-tight">
      <LogoMark alt={hasNameInIt ? name : ''} />
      {!hasNameInIt && <span className="truncate">{isRenamed ? name : 'rockpool'}</span>}
    </span>
  )
}

/**
 * Leads to the front page in the language of this one. An ordinary link, because it also stands on the
 * pages about a failure, which every page carries with it.
 */
export function Logo() {
  return (
    <a href={localPath(useSiteLocale(), '/')} className="inline-flex min-w-0 rounded-sm">
      <LogoName />
    </a>
  )
}
