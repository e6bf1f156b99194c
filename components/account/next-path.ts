import { sameSitePath } from '@/server/domain/accounts/input'

type SearchParams = Record<string, string | string[] | undefined>

/** Where `?next=` wants to go, if that is a path of this site. Said twice, it counts as not said. */
export function nextPath(params: SearchParams, otherwise: string): string {
  const { next } = params
  return sameSitePath(typeof next === 'string' ? next : undefined, otherwise)
}
