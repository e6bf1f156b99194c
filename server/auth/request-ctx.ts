import { webRuntime } from '@/server/context'
import { anonymous } from '@/server/core/actor'
import { resolveActor } from '@/server/domain/accounts'
import type { Ctx } from '@/server/domain/ctx'
import { callerAddress, trustedOrigin } from './request-origin'
import { sessionIdOf } from './session-cookie'

interface RequestParts {
  headers: { get(name: string): string | null }
  cookies: { get(name: string): { value: string } | undefined }
}

/** Everything a use-case needs for one request: who asks, from where, and the process's own parts. */
export async function requestCtx({ headers, cookies }: RequestParts): Promise<Ctx> {
  const runtime = await webRuntime()
  const caller = {
    address: callerAddress(headers),
    origin: trustedOrigin(headers, runtime.env.publicOrigin),
    // A browser needs 200 characters or so; what somebody else sends must not fill a column.
    userAgent: headers.get('user-agent')?.slice(0, 400) ?? null,
  }
  const ctx = runtime.ctxFor(anonymous, caller)
  const sessionId = await sessionIdOf(cookies, runtime.env)
  if (sessionId === null) return ctx
  return { ...ctx, actor: await resolveActor(ctx, sessionId) }
}
