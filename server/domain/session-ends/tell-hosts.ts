import { and, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { memberships, sessions } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { leases } from '@/drizzle/schema/leases'
import type { HostId, UserId } from '@/server/core/ids'
import { SessionId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'

/**
 * A socket is admitted once and then lives by itself, so a session's end has to be carried to the hosts
 * where its person has agents. Asked for by the transaction that ends it, so that neither is lost.
 */
export async function tellHostsOfEnds(
  ctx: Pick<Ctx, 'jobs'>,
  db: Reader,
  userId: UserId,
): Promise<void> {
  const places = await db
    .selectDistinct({ hostId: leases.hostId })
    .from(memberships)
    .innerJoin(agents, eq(agents.accountId, memberships.accountId))
    .innerJoin(leases, eq(leases.agentId, agents.id))
    .where(and(eq(memberships.userId, userId), isNull(leases.closedAt)))
  for (const { hostId } of places) await ctx.jobs.enqueue(db, 'hosts.end-sessions', { hostId })
}

/**
 * Tells a host all sessions that were ended before their time and whose person has an agent there. All of
 * them each time, so that a host which was away needs no memory of what it has missed; those past their
 * time it ends by itself.
 */
export async function endSessionsOnHost(ctx: Ctx, { hostId }: { hostId: HostId }): Promise<void> {
  const ended = await ctx.db
    .selectDistinct({ id: sessions.id })
    .from(sessions)
    .innerJoin(memberships, eq(memberships.userId, sessions.userId))
    .innerJoin(agents, eq(agents.accountId, memberships.accountId))
    .innerJoin(leases, eq(leases.agentId, agents.id))
    .where(
      and(
        isNotNull(sessions.revokedAt),
        gt(sessions.expiresAt, ctx.clock.now()),
        eq(leases.hostId, hostId),
        isNull(leases.closedAt),
      ),
    )
  if (ended.length === 0) return
  const closed = await ctx.hosts.of(hostId).endSessions(ended.map(({ id }) => SessionId.parse(id)))
  if (closed > 0) ctx.log.info({ hostId, closed }, 'sockets of ended sessions were closed')
}
