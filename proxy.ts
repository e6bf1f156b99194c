import { type NextRequest, NextResponse } from 'next/server'
import { isTranslated, localeHeader, splitLocale } from '@/i18n/locales'
import { contentPolicy, securityHeaders } from '@/server/auth/security-headers'
import { isDevelopment } from '@/server/env'

/**
 * Gives every page its own nonce. Next reads the policy from the request's headers and stamps the
 * nonce on its scripts; `x-nonce` is for those of ours, `x-rockpool-path` for the way back after sign-in.
 * An address below a language's prefix shows the same page in that language.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentPolicy({
    nonce,
    headers: request.headers,
    // React's and Next's development tools evaluate strings.
    isDevelopment: isDevelopment(),
  })
  const { pathname, search } = request.nextUrl
  const { locale, path } = splitLocale(pathname)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-rockpool-path', `${pathname}${search}`)
  headers.set(localeHeader, locale)
  headers.set('content-security-policy', policy)
  const response = pageFor(request, headers, isTranslated(path) ? path : pathname)
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of securityHeaders(request.headers)) response.headers.set(name, value)
  return response
}

function pageFor(request: NextRequest, headers: Headers, path: string): NextResponse {
  if (path === request.nextUrl.pathname) return NextResponse.next({ request: { headers } })
  const page = request.nextUrl.clone()
  page.pathname = path
  return NextResponse.rewrite(page, { request: { headers } })
}

export const config = {
  // Files of the build never change and hold no page; everything else gets the headers.
  matcher: ['/((?!_next/static|_next/image).*)'],
}
