import { eq } from 'drizzle-orm'
import { accounts, users } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { renewPersonas } from '@/server/domain/agents'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { RenameInput } from './input'

/**
 * An owner's name is their account's too, and the agent knows the account by it: the next persona
 * carries the new one.
 */
export async function rename(
  ctx: Ctx & { actor: UserActor },
  input: RenameInput,
): Promise<{ name: string }> {
  const name = input.name.normalize('NFC')
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx
      .select({ name: users.name })
      .from(users)
      .where(eq(users.id, ctx.actor.userId))
      .for('update')
    if (before === undefined || before.name === name) return
    await tx.update(users).set({ name }).where(eq(users.id, ctx.actor.userId))
    await recordAudit(ctx, tx, { action: 'name.changed', accountId: ctx.actor.accountId })
    if (ctx.actor.role !== 'owner') return
    await tx.update(accounts).set({ name }).where(eq(accounts.id, ctx.actor.accountId))
    await renewPersonas(ctx, tx, ctx.actor.accountId)
  })
  return { name }
}
