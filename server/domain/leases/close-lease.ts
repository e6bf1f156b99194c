import { and, eq, isNull } from 'drizzle-orm'
import { leases } from '@/drizzle/schema/leases'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'

export type CloseReason = 'machine_gone' | 'deleted'

/** True when this call closed it; false when somebody else had. */
export async function closeLease(
  ctx: Ctx,
  tx: Transaction,
  lease: { id: string; reason: CloseReason },
): Promise<boolean> {
  const closed = await tx
    .update(leases)
    .set({ closedAt: ctx.clock.now(), closeReason: lease.reason })
    .where(and(eq(leases.id, lease.id), isNull(leases.closedAt)))
    .returning({ id: leases.id })
  return closed.length > 0
}
