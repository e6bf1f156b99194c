import { count, eq, isNotNull, isNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import { readyMachine } from '@/server/testing/snapshots'
import { useWorld } from '@/server/testing/world'
import { startTrial } from './start-trial'

const trial = (changes: object = {}) => ({
  plan: 'pro' as const,
  skills: [],
  idempotencyKey: crypto.randomUUID(),
  ...changes,
})

describe('one host with ten ready machines', () => {
  const world = useWorld((snapshot) => {
    snapshot.machines = Array.from({ length: 10 }, () => readyMachine())
  })

  it('gives 50 trials that start at once exactly 10 leases, and queues 40 (I1, I2)', async () => {
    await world.hear()
    const people = await Promise.all(Array.from({ length: 50 }, () => world.person()))
    await Promise.all(people.map((actor) => startTrial(world.signedIn(actor), trial())))

    const open = await world.db.select().from(leases).where(isNull(leases.closedAt))
    expect(open).toHaveLength(10)
    expect(new Set(open.map((lease) => lease.machineId)).size).toBe(10)
    expect(new Set(open.map((lease) => lease.agentId)).size).toBe(10)
    expect(open.every((lease) => lease.generation === 1)).toBe(true)
    const queued = await world.db.select().from(agents).where(isNotNull(agents.queuedAt))
    expect(queued).toHaveLength(40)
    const claimed = await world.db.select().from(machines).where(isNotNull(machines.claimedAt))
    expect(claimed).toHaveLength(10)
    expect(await world.waitingJobs('agents.reconcile')).toHaveLength(50)
  })
})

describe('a host without machines', () => {
  const world = useWorld()

  it('starts the same trial once, however often it is asked for', async () => {
    const actor = await world.person()
    const input = trial()
    const ctx = world.signedIn(actor)
    const answers = await Promise.all(Array.from({ length: 5 }, () => startTrial(ctx, input)))
    expect(new Set(answers.map(({ agentId }) => agentId)).size).toBe(1)
    const mine = eq(subscriptions.accountId, actor.accountId)
    expect(await world.db.select({ n: count() }).from(subscriptions).where(mine)).toEqual([
      { n: 1 },
    ])
  })

  it('refuses a second trial of the same account', async () => {
    const ctx = world.signedIn(await world.person())
    await startTrial(ctx, trial())
    await expect(startTrial(ctx, trial())).rejects.toMatchObject({ code: 'conflict' })
  })

  it('lets two accounts use the same key without meeting each other', async () => {
    const input = trial()
    const first = await startTrial(world.signedIn(await world.person()), input)
    const second = await startTrial(world.signedIn(await world.person()), input)
    expect(second.agentId).not.toBe(first.agentId)
  })

  it('refuses skills that no machine here can run', async () => {
    await world.hear()
    const ctx = world.signedIn(await world.person())
    const wrong = { code: 'invalid', facts: { field: 'skills' } }
    await expect(startTrial(ctx, trial({ skills: ['github'] }))).rejects.toMatchObject(wrong)
    await expect(startTrial(ctx, trial({ skills: ['unheard-of'] }))).rejects.toMatchObject(wrong)
    const { agentId } = await startTrial(ctx, trial({ skills: ['weather', 'weather'] }))
    const [agent] = await world.db.select().from(agents).where(eq(agents.id, agentId))
    expect(agent?.skills).toEqual(['weather'])
  })

  it('lets only the owner of an account start its trial', async () => {
    const owner = await world.person()
    const ctx = world.signedIn({ ...owner, role: 'member' })
    await expect(startTrial(ctx, trial())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('leaves neither job nor row when the transaction fails', async () => {
    const actor = await world.person()
    const ctx = world.signedIn(actor)
    const before = await world.waitingJobs('agents.reconcile')
    const broken = {
      ...ctx,
      jobs: {
        enqueue: async (...given: Parameters<typeof ctx.jobs.enqueue>) => {
          await ctx.jobs.enqueue(...given)
          throw new Error('the connection broke after the job was sent')
        },
      },
    }
    await expect(startTrial(broken, trial())).rejects.toThrow('the connection broke')
    expect(await world.waitingJobs('agents.reconcile')).toEqual(before)
    const rows = await world.db.select().from(agents).where(eq(agents.accountId, actor.accountId))
    expect(rows).toEqual([])
  })
})

describe('a driver that carries one account only', () => {
  const world = useWorld((snapshot) => {
    snapshot.driver = 'process'
    snapshot.manyAccounts = false
    snapshot.machines = [readyMachine(), readyMachine()]
  })

  it('refuses the second account, says why and what to do, also when both come at once', async () => {
    await world.hear()
    const people = [await world.person(), await world.person()]
    const outcomes = await Promise.allSettled(
      people.map((actor) => startTrial(world.signedIn(actor), trial())),
    )
    const refused: unknown[] = outcomes
      .filter((each) => each.status === 'rejected')
      .map((each): unknown => each.reason)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({ code: 'precondition' })
    expect(String(refused[0])).toMatch(/process.*one account only.*bubblewrap/)
    expect(await world.db.select().from(leases)).toHaveLength(1)
  })
})
