import { and, eq, isNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { agents } from '@/drizzle/schema/agents'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { AgentId } from '@/server/core/ids'
import { clearQueue, startAgent } from '@/server/testing/agents'
import { readyMachine } from '@/server/testing/snapshots'
import { useWorld, type World } from '@/server/testing/world'
import { getAgent } from '../get-agent'
import { mintTicket } from '../mint-ticket'
import { reconcileAgent } from './reconcile-agent'
import { lostSentence } from './replace-lost-machine'
import { sweepAgents } from './sweep-agents'

const world = useWorld()
const reconcile = (agentId: AgentId) => reconcileAgent(world.system(), { agentId })

const leasesOf = (agentId: AgentId) =>
  world.db.select().from(leases).where(eq(leases.agentId, agentId)).orderBy(leases.generation)

async function addMachines(count: number, to: World = world) {
  to.host.change((snapshot) => {
    for (let n = 0; n < count; n += 1) snapshot.machines.push(readyMachine())
  })
  await to.hear()
}

/** The host loses every machine it has, as after a disk that went bad. */
async function loseMachines() {
  world.host.change((snapshot) => {
    snapshot.machines = []
  })
}

describe('reconciling an agent', () => {
  it('tells the host about the lease, and records what it answers', async () => {
    await addMachines(1)
    const { agentId, actor } = await startAgent(world, ['weather'])
    const view = () => getAgent(world.signedIn(actor), { agentId })
    expect(await view()).toMatchObject({ phase: 'preparing', appliedPersonaVersion: 0 })
    await reconcile(agentId)
    expect(await view()).toMatchObject({ phase: 'ready', appliedPersonaVersion: 1 })
    const [lease] = await leasesOf(agentId)
    expect(lease?.personalisedAt).toEqual(world.clock.now())
  })

  it('may run twice, also at once, and leases one machine', async () => {
    await addMachines(2)
    const { agentId } = await startAgent(world)
    await Promise.all([reconcile(agentId), reconcile(agentId), reconcile(agentId)])
    await reconcile(agentId)
    const open = and(eq(leases.agentId, agentId), isNull(leases.closedAt))
    expect(await world.db.select().from(leases).where(open)).toHaveLength(1)
    await loseMachines()
    await world.hear()
  })

  it('fails and keeps the phase honest while the host cannot be reached, and goes on afterwards', async () => {
    await addMachines(1)
    const { agentId, actor } = await startAgent(world)
    const plugIn = world.host.unplug()
    await expect(reconcile(agentId)).rejects.toMatchObject({ code: 'unavailable' })
    const view = () => getAgent(world.signedIn(actor), { agentId })
    expect(await view()).toMatchObject({ phase: 'preparing', problem: null })
    plugIn()
    await reconcile(agentId)
    expect(await view()).toMatchObject({ phase: 'ready' })
  })

  it('replaces a machine that was lost before anybody used it, under the next generation', async () => {
    await addMachines(1)
    const { agentId } = await startAgent(world)
    await loseMachines()
    await addMachines(1)
    await reconcile(agentId)
    const [first, second] = await leasesOf(agentId)
    expect(first).toMatchObject({ generation: 1, closeReason: 'machine_gone' })
    expect(second).toMatchObject({ generation: 2, closedAt: null })
    expect(second?.machineId).not.toBe(first?.machineId)
    await reconcile(agentId)
    const [row] = await world.db.select().from(agents).where(eq(agents.id, agentId))
    expect(row).toMatchObject({ problem: null, appliedPersonaVersion: 1, leaseGeneration: 2 })
  })

  it('queues whose unused machine was lost ahead of those who came later', async () => {
    await addMachines(1)
    const early = await startAgent(world)
    world.clock.advance(1_000)
    const late = await startAgent(world)
    await loseMachines()
    await reconcile(early.agentId)
    const view = await getAgent(world.signedIn(early.actor), { agentId: early.agentId })
    expect(view).toMatchObject({ phase: 'queued', queue: { position: 1 } })
    const other = await getAgent(world.signedIn(late.actor), { agentId: late.agentId })
    expect(other.queue?.position).toBe(2)
    await addMachines(2)
    await reconcile(early.agentId)
    await reconcile(late.agentId)
  })

  it.each(['personalised', 'ticketed'])(
    'never replaces a machine that was %s: after a time of doubt the agent fails closed',
    async (use) => {
      await addMachines(1)
      const { agentId, actor } = await startAgent(world)
      if (use === 'personalised') await reconcile(agentId)
      else await mintTicket(world.signedIn(actor), { agentId })
      await loseMachines()
      await addMachines(1)
      await reconcile(agentId)
      const view = () => getAgent(world.signedIn(actor), { agentId })
      expect(await view()).toMatchObject({ phase: 'starting', problem: null })

      world.clock.advance(90_000)
      await reconcile(agentId)
      expect(await view()).toMatchObject({ phase: 'failed', problem: lostSentence })
      expect(await leasesOf(agentId)).toHaveLength(1)
      await reconcile(agentId)
      expect(await leasesOf(agentId)).toHaveLength(1)
      await loseMachines()
      await world.hear()
    },
  )

  it('lets a machine that comes back within the doubt go on as before', async () => {
    await addMachines(1)
    const { agentId, actor } = await startAgent(world)
    await reconcile(agentId)
    const kept = world.host.snapshot().machines
    await loseMachines()
    await world.hear()
    await reconcile(agentId)
    world.host.change((snapshot) => {
      snapshot.machines = kept
    })
    await world.hear()
    world.clock.advance(90_000)
    await reconcile(agentId)
    const view = await getAgent(world.signedIn(actor), { agentId })
    expect(view).toMatchObject({ phase: 'ready', problem: null })
  })
})

describe('the sweep', () => {
  it('asks for agents that are not where they should be, and leaves the others alone', async () => {
    await addMachines(1)
    const settled = await startAgent(world)
    await reconcile(settled.agentId)
    const waiting = await startAgent(world)
    const asked: AgentId[] = []
    const ctx = {
      ...world.system(),
      jobs: {
        enqueue: async (_db: unknown, _name: string, request: object) => {
          if ('agentId' in request) asked.push(request.agentId as AgentId)
        },
      },
    }
    await sweepAgents(ctx)
    expect(asked).toContain(waiting.agentId)
    expect(asked).not.toContain(settled.agentId)
  })
})

describe('the tables themselves', () => {
  it('refuse a second open lease of an agent and of a machine (I1)', async () => {
    await clearQueue(world)
    await addMachines(1)
    const { agentId } = await startAgent(world)
    const other = await startAgent(world)
    await addMachines(1)
    const [lease] = await leasesOf(agentId)
    const [free] = await world.db.select().from(machines).where(isNull(machines.claimedAt)).limit(1)
    if (lease === undefined || free === undefined) throw new Error('the arrangement failed')
    const second = { ...lease, id: 'lse_second', generation: 9 }
    const sameAgent = world.db.insert(leases).values({ ...second, machineId: free.id })
    await expect(sameAgent).rejects.toMatchObject({
      cause: { constraint_name: 'leases_open_agent_key' },
    })
    const sameMachine = world.db.insert(leases).values({ ...second, agentId: other.agentId })
    await expect(sameMachine).rejects.toMatchObject({
      cause: { constraint_name: 'leases_open_machine_key' },
    })
  })
})
