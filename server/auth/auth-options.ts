import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { AppError, bugSentence } from '@/server/core/errors'
import {
  resolveActor,
  revokeSession,
  SignInInput,
  sessionLifeMs,
  signIn,
} from '@/server/domain/accounts'
import type { Env } from '@/server/env'
import type { Arrival } from './request-ctx'
import { isSecureSite } from './session-cookie'

interface AuthRequest extends Arrival {
  env: Env
}

/** next-auth shows `message` to the browser, so it carries one of our codes and nothing else. */
async function authorize({ ctx }: AuthRequest, credentials: unknown) {
  const input = SignInInput.safeParse(credentials)
  if (!input.success) throw new Error('invalid')
  try {
    const { userId, sessionId, name, email } = await signIn(ctx, input.data)
    return { id: userId, sessionId, name, email }
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.code)
    ctx.log.error({ err: error }, 'sign-in failed for a reason of ours')
    throw new Error('bug', { cause: bugSentence })
  }
}

/** The library types it as always there; it is what `authorize` returned, at sign-in only. */
const isSignIn = (user: object | undefined): user is { sessionId: string } =>
  user !== undefined && 'sessionId' in user

/** Made for each request: who asks and by which name the site was reached differ. */
export function authOptions(request: AuthRequest): AuthOptions {
  const { ctx, env, siteOrigin } = request
  return {
    secret: env.authSecret.reveal(),
    useSecureCookies: isSecureSite(env, siteOrigin),
    session: { strategy: 'jwt', maxAge: sessionLifeMs / 1_000 },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/' },
    providers: [
      CredentialsProvider({
        name: 'Password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (credentials) => authorize(request, credentials),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (isSignIn(user)) return { ...token, sessionId: user.sessionId }
        const actor = await resolveActor(ctx, String(token['sessionId']))
        if (actor.kind !== 'user')
          throw new AppError('unauthenticated', { public: 'Please sign in.' })
        return token
      },
      async redirect({ url }) {
        const target = URL.parse(url, siteOrigin)
        return target?.origin === siteOrigin ? target.href : siteOrigin
      },
    },
    events: {
      async signOut({ token }) {
        const sessionId = token['sessionId']
        if (typeof sessionId === 'string') await revokeSession(ctx, sessionId)
      },
    },
    logger: {
      // A cookie whose session has ended is everyday life; next-auth calls it an error.
      error: (code, metadata) =>
        ctx.log[code === 'JWT_SESSION_ERROR' ? 'debug' : 'error']({ code, metadata }, 'next-auth'),
      warn: (code) => ctx.log.debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}
