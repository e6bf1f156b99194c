import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openTicket } from '@/agent-host/protocol/ticket'
import { agents } from '@/drizzle/schema/agents'
import { leases } from '@/drizzle/schema/leases'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import { clearQueue, startAgent } from '@/server/testing/agents'
import { readyMachine } from '@/server/testing/snapshots'
import { siteOrigin, testHostKey, useWorld } from '@/server/testing/world'
import { findMyAgent, getAgent } from './get-agent'
import { markFirstTaskSent } from './mark-first-task-sent'
import { mintTicket } from './mint-ticket'
import { onboardAgent } from './onboard-agent'
import { reconcileAgent, wakeAgent } from './reconcile/reconcile-agent'
import { sweepAgents } from './reconcile/sweep-agents'
import { restartAgent } from './restart-agent'

const world = useWorld()
const answers = { name: 'Pip', character: 'Dry.', aboutMe: 'Boats.', firstTask: 'Plan my day.' }

/** An agent on a machine that its host reports as ready. */
async function readyAgent() {
  await clearQueue(world)
  world.host.change((snapshot) => snapshot.machines.push(readyMachine()))
  await world.hear()
  const started = await startAgent(world)
  await reconcileAgent(world.system(), { agentId: started.agentId })
  return started
}

describe("another account's agent", () => {
  it.each([
    ['getAgent', getAgent],
    ['mintTicket', mintTicket],
    ['markFirstTaskSent', markFirstTaskSent],
    ['restartAgent', restartAgent],
    ['onboardAgent', (ctx, input) => onboardAgent(ctx, { ...input, ...answers })],
  ] as [string, typeof getAgent][])('does not exist for %s', async (_name, useCase) => {
    const { agentId, actor } = await startAgent(world)
    const stranger = world.signedIn(await world.person())
    await expect(useCase(stranger, { agentId })).rejects.toMatchObject({ code: 'not_found' })
    const before = await getAgent(world.signedIn(actor), { agentId })
    expect(before).toMatchObject({ name: null, onboarded: false })
  })

  it('is not mine', async () => {
    await startAgent(world)
    expect(await findMyAgent(world.signedIn(await world.person()))).toBeNull()
  })
})

describe('onboarding', () => {
  it('makes the next persona and asks for it to be applied', async () => {
    const { agentId, actor } = await readyAgent()
    const ctx = world.signedIn(actor)
    expect(await getAgent(ctx, { agentId })).toMatchObject({ phase: 'ready', personaVersion: 1 })
    const jobs = await world.jobsAskedBy('agents.reconcile', async () =>
      expect(await onboardAgent(ctx, { agentId, ...answers })).toMatchObject({
        name: 'Pip',
        phase: 'preparing',
        personaVersion: 2,
        onboarded: true,
      }),
    )
    expect(jobs).toEqual([{ agentId }])
    await reconcileAgent(world.system(), { agentId })
    const after = await getAgent(ctx, { agentId })
    expect(after).toMatchObject({ phase: 'ready', appliedPersonaVersion: 2 })
  })

  it('changes nothing when the same answers come again, also side by side', async () => {
    const { agentId, actor } = await startAgent(world)
    const ctx = world.signedIn(actor)
    const again = Array.from({ length: 5 }, () => onboardAgent(ctx, { agentId, ...answers }))
    const views = await Promise.all(again)
    expect(views.every((view) => view.personaVersion === 2)).toBe(true)
    const other = await onboardAgent(ctx, { agentId, ...answers, character: 'Warm.' })
    expect(other.personaVersion).toBe(3)
  })
})

describe('a ticket', () => {
  it('names exactly this person, agent, machine, generation, persona and origin', async () => {
    const { agentId, actor } = await readyAgent()
    const ctx = world.signedIn(actor)
    const minted = await mintTicket(ctx, { agentId })
    const [lease] = await world.db.select().from(leases).where(eq(leases.agentId, agentId))
    expect(openTicket(minted.ticket, testHostKey.reveal())).toEqual({
      ticketId: expect.stringMatching(/^[\w-]{22}$/),
      hostId: world.hostId,
      accountId: actor.accountId,
      userId: actor.userId,
      role: 'owner',
      sessionId: actor.sessionId,
      sessionEndsAtMs: expect.any(Number),
      agentId,
      machineId: lease?.machineId,
      generation: 1,
      personaVersion: 1,
      origin: siteOrigin,
      expiresAtMs: world.clock.now().getTime() + 60_000,
    })
    expect(minted.path).toBe('/agent-socket')
    const second = await mintTicket(ctx, { agentId })
    expect(second.ticket).not.toBe(minted.ticket)
  })

  it('is bound to the origin of the request when that is trusted', async () => {
    const { agentId, actor } = await readyAgent()
    const lan = { ...world.ctx(actor, { origin: 'http://pool.lan:3000' }), actor }
    const { ticket } = await mintTicket(lan, { agentId })
    expect(openTicket(ticket, testHostKey.reveal())?.origin).toBe('http://pool.lan:3000')
  })

  it('waits for a machine, says so, and asks for one', async () => {
    const { agentId, actor } = await startAgent(world)
    const refused = mintTicket(world.signedIn(actor), { agentId })
    const facts = { phase: 'queued' }
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', facts })
    expect(await world.waitingJobs('agents.wake')).toContainEqual({ agentId })
  })

  it('is handed out at once for an agent that is only halted, unless it is held', async () => {
    const { agentId, actor } = await readyAgent()
    const [lease] = await world.db.select().from(leases).where(eq(leases.agentId, agentId))
    const halt = (held: boolean) =>
      world.host.change((snapshot) => {
        const machine = snapshot.machines.find(({ id }) => id === lease?.machineId)
        if (machine === undefined || machine.lease === null) throw new Error('not leased')
        machine.state = 'stopped'
        const sinceMs = machine.changedAtMs
        machine.lease.asleep = { sinceMs, wakeAtMs: null, held, depth: 'frozen' }
      })
    const ctx = world.signedIn(actor)
    halt(false)
    await world.hear()
    await expect(mintTicket(ctx, { agentId })).resolves.toMatchObject({ path: '/agent-socket' })
    halt(true)
    await world.hear()
    await expect(mintTicket(ctx, { agentId })).rejects.toMatchObject({ facts: { phase: 'asleep' } })
  })

  it('wakes an agent that its host has put to sleep, and nothing else does', async () => {
    const { agentId, actor } = await readyAgent()
    const [lease] = await world.db.select().from(leases).where(eq(leases.agentId, agentId))
    world.host.change((snapshot) => {
      const machine = snapshot.machines.find(({ id }) => id === lease?.machineId)
      if (machine === undefined || machine.lease === null) throw new Error('not leased')
      machine.state = 'stopped'
      machine.lease.asleep = {
        sinceMs: machine.changedAtMs,
        wakeAtMs: null,
        held: false,
        depth: 'stopped',
      }
    })
    await world.hear()
    const ctx = world.signedIn(actor)
    const facts = { phase: 'asleep' }
    await expect(mintTicket(ctx, { agentId })).rejects.toMatchObject({ code: 'unavailable', facts })
    expect(await world.waitingJobs('agents.wake')).toContainEqual({ agentId })
    await sweepAgents(world.system())
    await reconcileAgent(world.system(), { agentId })
    await expect(mintTicket(ctx, { agentId })).rejects.toMatchObject({ facts })
    await wakeAgent(world.system(), { agentId })
    await expect(mintTicket(ctx, { agentId })).resolves.toMatchObject({ path: '/agent-socket' })
    const events = await world.db
      .select({ kind: lifecycleEvents.kind })
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
      .orderBy(lifecycleEvents.id)
    expect(events.map(({ kind }) => kind)).toEqual([
      'trial_started',
      'claimed',
      'personalised',
      'fell_asleep',
      'woken',
    ])
  })

  it('is not given once the trial has ended: the machine is stopped and nothing starts it (I2)', async () => {
    const { agentId, actor } = await readyAgent()
    const [lease] = await world.db.select().from(leases).where(eq(leases.agentId, agentId))
    const calls = world.host.leaseCalls.size
    world.clock.advance(14 * 24 * 60 * 60_000)
    const refused = mintTicket(world.signedIn(actor), { agentId })
    await expect(refused).rejects.toMatchObject({ code: 'precondition' })
    const sweep = () => sweepAgents(world.system())
    expect(await world.jobsAskedBy('agents.reconcile', sweep)).toContainEqual({ agentId })
    for (const step of [reconcileAgent, wakeAgent, reconcileAgent]) {
      await step(world.system(), { agentId })
    }
    expect(world.host.leaseCalls.size).toBe(calls)
    const machine = world.host.snapshot().machines.find(({ id }) => id === lease?.machineId)
    expect(machine).toMatchObject({ state: 'stopped', lease: { asleep: { held: true } } })
  })
})

describe('the first task', () => {
  it('comes with every ticket until it is reported as sent, and never again', async () => {
    const { agentId, actor } = await readyAgent()
    const ctx = world.signedIn(actor)
    await onboardAgent(ctx, { agentId, ...answers })
    expect((await mintTicket(ctx, { agentId })).firstTask).toBe('Plan my day.')
    expect((await mintTicket(ctx, { agentId })).firstTask).toBe('Plan my day.')
    await markFirstTaskSent(ctx, { agentId })
    const [first] = await world.db.select().from(agents).where(eq(agents.id, agentId))
    world.clock.advance(1_000)
    await markFirstTaskSent(ctx, { agentId })
    const [second] = await world.db.select().from(agents).where(eq(agents.id, agentId))
    expect(second?.firstTaskSentAt).toEqual(first?.firstTaskSentAt)
    expect((await mintTicket(ctx, { agentId })).firstTask).toBeNull()
  })

  it('may be left out', async () => {
    const { agentId, actor } = await readyAgent()
    const ctx = world.signedIn(actor)
    await onboardAgent(ctx, { agentId, ...answers, firstTask: '' })
    expect((await mintTicket(ctx, { agentId })).firstTask).toBeNull()
  })
})

describe('a restart', () => {
  it('is carried to the host and recorded; an agent that does not run has none', async () => {
    const { agentId, actor } = await readyAgent()
    const ctx = world.signedIn(actor)
    await restartAgent(ctx, { agentId })
    const held = world.host.snapshot().machines.find(({ lease }) => lease?.agentId === agentId)
    expect(held?.lease?.agentState).toBe('starting')
    const kinds = await world.db
      .select({ kind: lifecycleEvents.kind })
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
    expect(kinds).toContainEqual({ kind: 'restarted' })
    const queued = await startAgent(world)
    const refused = restartAgent(world.signedIn(queued.actor), { agentId: queued.agentId })
    await expect(refused).rejects.toMatchObject({ code: 'precondition' })
  })
})
