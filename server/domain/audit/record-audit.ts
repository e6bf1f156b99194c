import { auditLog } from '@/drizzle/schema/audit'
import type { Actor } from '@/server/core/actor'
import type { AccountId, AgentId, HostId, UserId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import type { AuditAction } from './input'

export interface AuditEntry {
  action: AuditAction
  accountId?: AccountId
  agentId?: AgentId
  hostId?: HostId
  /** Who did it, where the request itself made them known: at sign-in and sign-up. */
  userId?: UserId
  /** Shown and exported: never a secret, never what a customer wrote. */
  facts?: Record<string, string | number | boolean | null>
}

/**
 * Written by the transaction that makes it true. The link into the chain is made by the database when
 * that transaction commits, so no caller can leave it out.
 */
export async function recordAudit(ctx: Ctx, tx: Transaction, entry: AuditEntry): Promise<void> {
  const { actor } = ctx
  await tx.insert(auditLog).values({
    at: ctx.clock.now(),
    actor: entry.userId === undefined ? actor.kind : 'user',
    userId: entry.userId ?? (actor.kind === 'user' ? actor.userId : null),
    role: roleOf(actor),
    address: actor.kind === 'system' ? null : ctx.caller.address,
    action: entry.action,
    accountId: entry.accountId ?? null,
    agentId: entry.agentId ?? null,
    hostId: entry.hostId ?? null,
    facts: entry.facts ?? {},
  })
}

const roleOf = (actor: Actor) => {
  if (actor.kind !== 'user') return null
  return actor.isOperator ? 'operator' : actor.role
}
