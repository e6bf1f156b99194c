import { signIn } from 'next-auth/react'

export type SignInOutcome =
  | { ok: true }
  | { ok: false; code: 'unauthenticated' | 'rate_limited' | 'unreachable'; sentence: string }

const sentences = {
  unauthenticated: 'This address and this password do not belong together. Check both.',
  rate_limited:
    'Too many wrong tries. Signing in with this address, or from this connection, is paused for 15 minutes.',
  unreachable: 'The server did not answer. Check your connection and try again.',
} as const

/** What the error string of a sign-in means. Anything unknown is our trouble, never "wrong password". */
export function outcomeOf(error: string | null | undefined): SignInOutcome {
  if (error === null || error === undefined) return { ok: true }
  const code = error === 'unauthenticated' || error === 'rate_limited' ? error : 'unreachable'
  return { ok: false, code, sentence: sentences[code] }
}

type Credentials = { email: string; password: string }

export async function signInWith({ email, password }: Credentials): Promise<SignInOutcome> {
  const result = await signIn('credentials', { email, password, redirect: false }).catch(
    // The library throws whatever fetch or JSON threw; to the person it is one thing.
    () => ({ error: 'unreachable' }),
  )
  return outcomeOf(result === undefined ? 'unreachable' : result.error)
}
