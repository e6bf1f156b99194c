import { webRuntime } from '@/server/context'
import { anonymous } from '@/server/core/actor'
import { resolveActor } from '@/server/domain/accounts'
import type { Ctx } from '@/server/domain/ctx'
import { knownSite } from './known-site'
import { callerAddress, siteOrigin, trustedOrigin } from './request-origin'
import { isSecureSite, sessionIdOf } from './session-cookie'

interface RequestParts {
  headers: { get(name: string): string | null }
  cookies: { get(name: string): { value: string } | undefined }
}

/** One request, and the address that it came by. */
export interface Arrival {
  ctx: Ctx
  /** The address people used; redirects stay on it. */
  siteOrigin: string
}

/** Everything a use-case needs for one request: who asks, from where, and the process's own parts. */
export async function arrivalOf({ headers, cookies }: RequestParts): Promise<Arrival> {
  const runtime = await webRuntime()
  const { env, db } = runtime
  const site = await knownSite({ ...env, db })
  const caller = {
    address: callerAddress(headers, site),
    origin: trustedOrigin(headers, site),
    // A browser needs 200 characters or so; what somebody else sends must not fill a column.
    userAgent: headers.get('user-agent')?.slice(0, 400) ?? null,
  }
  const cameBy = siteOrigin(headers, site) ?? env.publicOrigin
  const ctx = runtime.ctxFor(anonymous, caller)
  const isSecure = isSecureSite(env, cameBy)
  const sessionId = await sessionIdOf(cookies, { secret: env.authSecret, isSecure })
  if (sessionId === null) return { ctx, siteOrigin: cameBy }
  return { ctx: { ...ctx, actor: await resolveActor(ctx, sessionId) }, siteOrigin: cameBy }
}

export const requestCtx = async (parts: RequestParts): Promise<Ctx> => (await arrivalOf(parts)).ctx
