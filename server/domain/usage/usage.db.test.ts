import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { UsageRow } from '@/agent-host/protocol/usage'
import { usageDays } from '@/drizzle/schema/usage'
import type { UserActor } from '@/server/core/actor'
import { AgentId, newId } from '@/server/core/ids'
import { useWorld } from '@/server/testing/world'
import { getMyUsage } from './get-my-usage'
import { pushEveryLimit, pushLimit, setMyLimit } from './limit'
import { readUsage } from './read-usage'

const world = useWorld()

function counted(actor: UserActor, changes: Partial<UsageRow> = {}): UsageRow {
  return {
    accountId: actor.accountId,
    agentId: newId(AgentId, 'agt'),
    model: 'fine-1',
    day: world.clock.now().toISOString().slice(0, 10),
    calls: 2,
    refused: 0,
    inputTokens: 100,
    cachedTokens: 40,
    outputTokens: 10,
    seq: 1,
    ...changes,
  }
}

/** The host has counted this, and the worker has been told. */
async function hostCounts(...rows: UsageRow[]): Promise<void> {
  world.host.usage.splice(0, Infinity, ...rows)
  world.host.change((snapshot) => {
    snapshot.usageSeq = Math.max(...rows.map(({ seq }) => seq))
  })
  await readUsage(world.system(), { hostId: world.hostId })
}

describe('usage', () => {
  it('is an account’s own: another account sees none of it (I5)', async () => {
    const [kim, ada] = [await world.person(), await world.person()]
    await hostCounts(counted(kim, { seq: 1 }))
    expect(await getMyUsage(world.signedIn(kim))).toMatchObject({
      monthTokens: 110,
      models: [{ model: 'fine-1', calls: 2, inputTokens: 100, outputTokens: 10 }],
    })
    expect(await getMyUsage(world.signedIn(ada))).toMatchObject({ monthTokens: 0, models: [] })
  })

  it('counts a row told twice once, and never goes back', async () => {
    const kim = await world.person()
    const row = counted(kim, { seq: 10 })
    await hostCounts(row)
    await hostCounts({ ...row, seq: 11 })
    await hostCounts({
      ...row,
      calls: 1,
      inputTokens: 5,
      cachedTokens: 0,
      outputTokens: 1,
      seq: 12,
    })
    const stored = await world.db
      .select()
      .from(usageDays)
      .where(eq(usageDays.accountId, kim.accountId))
    expect(stored).toMatchObject([{ calls: 2, inputTokens: 100, outputTokens: 10 }])
  })

  it('takes everything again from a host that lost its counts', async () => {
    const kim = await world.person()
    await hostCounts(counted(kim, { seq: 1_000 }))
    await hostCounts(counted(kim, { model: 'fine-2', seq: 1 }))
    const { models } = await getMyUsage(world.signedIn(kim))
    expect(models.map(({ model }) => model).toSorted()).toEqual(['fine-1', 'fine-2'])
  })

  it('shows the month that runs, and thirty days of it', async () => {
    const kim = await world.person()
    const lastMonth = new Date(world.clock.now())
    lastMonth.setUTCDate(0)
    const day = lastMonth.toISOString().slice(0, 10)
    await hostCounts(counted(kim, { seq: 2_000 }), counted(kim, { day, seq: 2_001 }))
    const usage = await getMyUsage(world.signedIn(kim))
    expect(usage.monthTokens).toBe(110)
    expect(usage.days).toHaveLength(2)
    expect(usage.renewsAt.getUTCDate()).toBe(1)
  })
})

describe('a monthly limit', () => {
  it('reaches every host by a job, also when it is lifted', async () => {
    const kim = await world.person()
    const { accountId } = kim
    const ctx = world.signedIn(kim)
    await setMyLimit(ctx, { monthlyTokens: 5_000 })
    expect(await world.waitingJobs('accounts.push-limit')).toContainEqual({ accountId })
    await pushLimit(world.system(), { accountId })
    expect(world.host.limits.get(accountId)).toBe(5_000)
    expect(await getMyUsage(ctx)).toMatchObject({ monthlyTokens: 5_000, canSetLimit: true })
    const lift = () => setMyLimit(ctx, { monthlyTokens: null })
    expect(await world.jobsAskedBy('accounts.push-limit', lift)).toEqual([{ accountId }])
    await pushLimit(world.system(), { accountId })
    expect(world.host.limits.get(accountId)).toBeNull()
  })

  it('is the owner’s to set', async () => {
    const member = { ...(await world.person()), role: 'member' as const }
    const refused = setMyLimit(world.signedIn(member), { monthlyTokens: null })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    expect(await getMyUsage(world.signedIn(member))).toMatchObject({ canSetLimit: false })
  })

  it('is told again to a host that comes back', async () => {
    const kim = await world.person()
    await setMyLimit(world.signedIn(kim), { monthlyTokens: 7 })
    const again = () => pushEveryLimit(world.system())
    expect(await world.jobsAskedBy('accounts.push-limit', again)).toContainEqual({
      accountId: kim.accountId,
    })
  })
})
