import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { AccountId, AgentId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { recordEvent } from '@/server/domain/lifecycle'

/** Makes the next version of a persona and asks for it to be carried to the machine. */
export async function renewPersona(ctx: Ctx, tx: Transaction, agentId: AgentId): Promise<number> {
  const [renewed] = await tx
    .update(agents)
    .set({ personaVersion: sql`${agents.personaVersion} + 1` })
    .where(eq(agents.id, agentId))
    .returning({ accountId: agents.accountId, personaVersion: agents.personaVersion })
  if (renewed === undefined) throw new Error(`agent ${agentId} has no row to renew`)
  const { accountId, personaVersion } = renewed
  const facts = { personaVersion }
  await recordEvent(ctx, tx, { kind: 'persona_changed', agentId, accountId, facts })
  await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
  return personaVersion
}

/** For what stands in every persona of an account, such as its owner's name. */
export async function renewPersonas(
  ctx: Ctx,
  tx: Transaction,
  accountId: AccountId,
): Promise<void> {
  const rows = await tx
    .select({ id: agents.id })
    .from(agents)
    .where(
      and(
        eq(agents.accountId, accountId),
        isNotNull(agents.onboardedAt),
        sql`${agents.desired} <> 'deleted'`,
      ),
    )
  for (const { id } of rows) await renewPersona(ctx, tx, id)
}
