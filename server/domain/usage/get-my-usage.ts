import { and, asc, desc, eq, gte, sql } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { usageDays } from '@/drizzle/schema/usage'
import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'

export interface UsageView {
  /** Tokens, in and out, of the UTC month that runs. */
  monthTokens: number
  /** Null is no limit. */
  monthlyTokens: number | null
  /** First day of the next month: when the count starts anew. */
  renewsAt: Date
  /** Calls of this month that the limit refused. */
  refused: number
  models: { model: string; calls: number; inputTokens: number; outputTokens: number }[]
  /** The last 30 days that had calls, oldest first. `day` is `YYYY-MM-DD`, UTC. */
  days: { day: string; tokens: number }[]
  canSetLimit: boolean
}

const dayMs = 86_400_000
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
const sum = (column: typeof usageDays.inputTokens | typeof usageDays.calls) =>
  sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number)

/** What the actor's account has used. */
export async function getMyUsage(ctx: Ctx & { actor: UserActor }): Promise<UsageView> {
  const { accountId, role } = ctx.actor
  const now = ctx.clock.now()
  const monthStart = `${dayOf(now).slice(0, 7)}-01`
  const renewsAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
  const mine = eq(usageDays.accountId, accountId)
  const [[account], models, days] = await Promise.all([
    ctx.db
      .select({ monthlyTokens: accounts.monthlyTokenLimit })
      .from(accounts)
      .where(eq(accounts.id, accountId)),
    ctx.db
      .select({
        model: usageDays.model,
        calls: sum(usageDays.calls),
        refused: sql<number>`coalesce(sum(${usageDays.refused}), 0)`.mapWith(Number),
        inputTokens: sum(usageDays.inputTokens),
        outputTokens: sql<number>`coalesce(sum(${usageDays.outputTokens}), 0)`.mapWith(Number),
      })
      .from(usageDays)
      .where(and(mine, gte(usageDays.day, monthStart)))
      .groupBy(usageDays.model)
      .orderBy(desc(sql`sum(${usageDays.inputTokens} + ${usageDays.outputTokens})`)),
    ctx.db
      .select({
        day: usageDays.day,
        tokens: sql<number>`sum(${usageDays.inputTokens} + ${usageDays.outputTokens})`.mapWith(
          Number,
        ),
      })
      .from(usageDays)
      .where(and(mine, gte(usageDays.day, dayOf(new Date(now.getTime() - 29 * dayMs)))))
      .groupBy(usageDays.day)
      .orderBy(asc(usageDays.day)),
  ])
  return {
    monthTokens: models.reduce((total, row) => total + row.inputTokens + row.outputTokens, 0),
    monthlyTokens: account?.monthlyTokens ?? null,
    renewsAt,
    refused: models.reduce((total, row) => total + row.refused, 0),
    models: models
      .filter(({ calls }) => calls > 0)
      .map(({ model, calls, inputTokens, outputTokens }) => ({
        model,
        calls,
        inputTokens,
        outputTokens,
      })),
    days,
    canSetLimit: role === 'owner',
  }
}
