import { and, asc, eq, ne } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import type { UserActor } from '@/server/core/actor'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import { AgentId, newId, newSubscriptionId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { suspendedSentence } from '@/server/domain/entitlement'
import { readCatalogue, readNewestHost } from '@/server/domain/hosts'
import { claimOrQueue } from '@/server/domain/leases'
import { recordEvent } from '@/server/domain/lifecycle'
import type { StartTrialInput } from './input'
import { trialDays } from './plans'
import { refuseSecondAccount } from './second-account'

type SignedInCtx = Ctx & { actor: UserActor }

/**
 * Starts the trial and, in the same transaction, takes a machine or a place in the queue. Repeatable
 * by its key. A payment provider attaches here: its checkout comes before, its webhook calls this.
 */
export async function startTrial(
  ctx: SignedInCtx,
  input: StartTrialInput,
): Promise<{ agentId: AgentId }> {
  if (ctx.actor.role !== 'owner') {
    throw new AppError('forbidden', { public: 'Only the owner of the account can start a trial.' })
  }
  const skills = await chosenSkills(ctx, input.skills)
  return ctx.db.transaction(async (tx) => {
    const { accountId } = ctx.actor
    const [account] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update')
    if (account !== undefined && account.suspendedReason !== null) {
      throw new AppError('precondition', { public: suspendedSentence(account.suspendedReason) })
    }
    // Statements that need no order among themselves go out together, here and below. The lock is not
    // one of them: the driver may send a statement that it knows before one that it has to prepare.
    const [earlier, host] = await Promise.all([
      findEarlier(ctx, tx, input.idempotencyKey),
      readNewestHost(tx),
    ])
    if (earlier !== undefined) return earlier
    if (host?.manyAccounts === false) await refuseSecondAccount(tx, accountId, host.driver)

    const now = ctx.clock.now()
    const agentId = newId(AgentId, 'agt')
    await Promise.all([
      tx.insert(subscriptions).values({
        id: newSubscriptionId(),
        accountId,
        plan: input.plan,
        state: 'trialing',
        trialEndsAt: after(now, trialDays * 24 * 60 * 60_000),
        idempotencyKey: input.idempotencyKey,
        createdAt: now,
      }),
      tx.insert(agents).values({ id: agentId, accountId, skills, createdAt: now }),
      recordEvent(ctx, tx, {
        kind: 'trial_started',
        agentId,
        accountId,
        facts: { plan: input.plan },
      }),
    ])
    await recordAudit(ctx, tx, {
      action: 'trial.started',
      accountId,
      agentId,
      facts: { plan: input.plan },
    })
    await claimOrQueue(ctx, tx, { id: agentId, accountId })
    await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
    return { agentId }
  })
}

/** The same key finds what it made; another key on the same account is a second trial, and refused. */
async function findEarlier(
  ctx: SignedInCtx,
  tx: Transaction,
  idempotencyKey: string,
): Promise<{ agentId: AgentId } | undefined> {
  const [earlier] = await tx
    .select({ key: subscriptions.idempotencyKey, agentId: agents.id })
    .from(subscriptions)
    .leftJoin(
      agents,
      and(eq(agents.accountId, subscriptions.accountId), ne(agents.desired, 'deleted')),
    )
    .where(eq(subscriptions.accountId, ctx.actor.accountId))
    .orderBy(asc(agents.createdAt))
    .limit(1)
  if (earlier === undefined) return undefined
  if (earlier.key === idempotencyKey && earlier.agentId !== null) {
    return { agentId: earlier.agentId }
  }
  throw new AppError('conflict', { public: 'The trial of this account has already started.' })
}

/** Skills that exist and can run. While no machine has reported, nothing can be promised. */
async function chosenSkills(ctx: Ctx, wanted: readonly string[]): Promise<string[]> {
  const keys = [...new Set(wanted)]
  if (keys.length === 0) return []
  const catalogue = (await readCatalogue(ctx.db)) ?? []
  const runnable = new Set(catalogue.filter((skill) => skill.eligible).map((skill) => skill.key))
  const missing = keys.find((key) => !runnable.has(key))
  if (missing === undefined) return keys
  throw new AppError('invalid', {
    public: 'One of the chosen skills is not available here. Please choose again.',
    facts: { field: 'skills' },
  })
}
