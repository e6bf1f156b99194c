import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { accounts, memberships, users } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { AccountId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { keyOf, type Page, pageOf } from '@/server/domain/keyset'
import { requireOperator } from '@/server/domain/require-operator'
import { containing } from './contains'
import type { AccountFilter, ListAccountsInput } from './input'

const AccountRow = z.object({
  id: AccountId,
  name: z.string(),
  createdAt: z.coerce.date(),
  suspendedAt: z.coerce.date().nullable(),
  ownerEmail: z.string().nullable(),
  people: z.coerce.number().int(),
  plan: z.enum(['pro', 'team']).nullable(),
  state: z.enum(['trialing', 'active', 'ended']).nullable(),
  trialEndsAt: z.coerce.date().nullable(),
  agents: z.coerce.number().int(),
  agentsWithProblem: z.coerce.number().int(),
})
export type AccountRow = z.infer<typeof AccountRow>

const pageSize = 50
const Key = z.tuple([z.iso.datetime(), AccountId])

/** Newest first. */
export async function listAccounts(ctx: Ctx, input: ListAccountsInput): Promise<Page<AccountRow>> {
  requireOperator(ctx)
  const key = keyOf(Key, input.cursor ?? null)
  const conditions = [
    ...matching(input.search ?? ''),
    ...standing(input.filter, ctx.clock.now()),
    ...(key === null ? [] : [sql`(a.created_at, a.id) < (${key[0]}::timestamptz, ${key[1]})`]),
  ]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  // The page is found first, by its index; the columns beside it are looked up for its rows alone.
  const rows = await ctx.db.execute(sql`
    with page as (
      select a.id, a.name, a.created_at, a.suspended_at,
        s.plan, s.state, s.trial_ends_at
      from ${accounts} a left join ${subscriptions} s on s.account_id = a.id
      where ${where}
      order by a.created_at desc, a.id desc
      limit ${pageSize + 1}
    )
    select p.id, p.name, p.created_at as "createdAt", p.suspended_at as "suspendedAt",
      p.plan, p.state, p.trial_ends_at as "trialEndsAt", o.email as "ownerEmail",
      (select count(*) from ${memberships} m where m.account_id = p.id) as people,
      g.agents, g.with_problem as "agentsWithProblem"
    from page p
    left join lateral (
      select u.email from ${memberships} m join ${users} u on u.id = m.user_id
      where m.account_id = p.id and m.role = 'owner' order by m.created_at limit 1
    ) o on true
    left join lateral (
      select count(*) as agents, count(g.problem) as with_problem
      from ${agents} g where g.account_id = p.id and g.desired <> 'deleted'
    ) g on true
    order by p.created_at desc, p.id desc
  `)
  const found = z.array(AccountRow).parse([...rows])
  return pageOf(found, pageSize, ({ createdAt, id }) => [createdAt.toISOString(), id])
}

function matching(search: string): SQL[] {
  if (search === '') return []
  if (AccountId.safeParse(search).success) return [sql`a.id = ${search}`]
  const pattern = containing(search)
  return [
    sql`(lower(a.name) like ${pattern} or a.id in (
      select m.account_id from ${users} u join ${memberships} m on m.user_id = u.id
      where lower(u.email) like ${pattern}
    ))`,
  ]
}

/** The moment counts, not the mark: a trial that is over is over before the sweep has said so. */
function standing(filter: AccountFilter, now: Date): SQL[] {
  const moment = sql`${now.toISOString()}::timestamptz`
  switch (filter) {
    case 'all':
      return []
    case 'trialing':
      return [sql`s.state = 'trialing' and s.trial_ends_at > ${moment}`]
    case 'active':
      return [sql`s.state = 'active'`]
    case 'ended':
      return [sql`(s.state = 'ended' or (s.state = 'trialing' and s.trial_ends_at <= ${moment}))`]
    case 'no_plan':
      return [sql`s.id is null`]
    case 'suspended':
      return [sql`a.suspended_at is not null`]
    case 'problem':
      return [
        sql`a.id in (select g.account_id from ${agents} g where g.problem is not null and g.desired <> 'deleted')`,
      ]
  }
}
