import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { agents } from '@/drizzle/schema/agents'
import { hosts, machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import { AgentId, newId } from '@/server/core/ids'
import { listSkills } from '@/server/domain/catalogue'
import { destroyClosedLeases } from '@/server/domain/leases'
import { startAgent } from '@/server/testing/agents'
import { readyMachine, skillReport } from '@/server/testing/snapshots'
import { useWorld } from '@/server/testing/world'

const world = useWorld((snapshot) => {
  snapshot.skills = null
})

async function leasedAgent() {
  const machine = readyMachine()
  world.host.change((snapshot) => snapshot.machines.push(machine))
  await world.hear()
  const started = await startAgent(world)
  return { ...started, machineId: machine.id }
}
const report = (id: string, edit: (machine: ReturnType<typeof readyMachine>) => void) => {
  world.host.change((snapshot) => {
    const machine = snapshot.machines.find((each) => each.id === id)
    if (machine !== undefined) edit(machine)
  })
  return world.hear()
}
const applied = async (agentId: AgentId) => {
  const [row] = await world.db.select().from(agents).where(eq(agents.id, agentId))
  return row?.appliedPersonaVersion
}

describe('a snapshot', () => {
  it('says "unknown" about skills until a machine has reported them, then tells them in order', async () => {
    await world.hear()
    expect(await listSkills(world.ctx())).toEqual({ skills: null })
    const skills = [skillReport('b', { emoji: 'x' }), skillReport('a', { eligible: false })]
    world.host.change((snapshot) => {
      snapshot.skills = skills
    })
    await world.hear()
    await world.hear()
    expect(await listSkills(world.ctx())).toEqual({ skills })
    world.host.change((snapshot) => {
      snapshot.skills = [skillReport('c')]
    })
    await world.hear()
    expect(await listSkills(world.ctx())).toEqual({ skills: [skillReport('c')] })
  })

  it('moves an agent on by the report of its own lease only', async () => {
    const { agentId, machineId } = await leasedAgent()
    const lease = {
      agentId,
      generation: 1,
      agentState: 'ready',
      personaVersion: 1,
      asleep: null,
    } as const
    await report(machineId, (machine) => {
      machine.state = 'leased'
      machine.lease = { ...lease, generation: 7 }
    })
    expect(await applied(agentId)).toBe(0)
    await report(machineId, (machine) => {
      machine.lease = { ...lease, agentId: newId(AgentId, 'agt') }
    })
    expect(await applied(agentId)).toBe(0)
    await report(machineId, (machine) => {
      machine.lease = { ...lease }
    })
    expect(await applied(agentId)).toBe(1)
  })

  it('never takes an applied persona back', async () => {
    const { agentId, machineId } = await leasedAgent()
    const lease = { agentId, generation: 1, agentState: 'ready', asleep: null } as const
    for (const personaVersion of [1, 0]) {
      await report(machineId, (machine) => {
        machine.state = 'leased'
        machine.lease = { ...lease, personaVersion }
      })
      expect(await applied(agentId)).toBe(1)
    }
  })

  it('records once that a ready machine died, and asks for its agent', async () => {
    const { agentId, machineId } = await leasedAgent()
    const lease = { agentId, generation: 1, personaVersion: 1, asleep: null }
    const jobs = await world.jobsAskedBy('agents.reconcile', async () => {
      for (const agentState of ['ready', 'starting', 'starting'] as const) {
        await report(machineId, (machine) => {
          machine.state = 'leased'
          machine.lease = { ...lease, agentState }
          machine.changedAtMs += 1_000
        })
      }
    })
    const events = await world.db
      .select({ kind: lifecycleEvents.kind })
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
      .orderBy(lifecycleEvents.id)
    const kinds = events.map(({ kind }) => kind)
    expect(kinds).toEqual(['trial_started', 'claimed', 'personalised', 'machine_died'])
    expect(jobs).toContainEqual({ agentId })
  })

  it('does not touch rows that it does not change, so that a claim never finds them locked', async () => {
    const machine = readyMachine()
    world.host.change((snapshot) => snapshot.machines.push(machine))
    await world.hear()
    const version = () =>
      world.db
        .select({ xmin: sql<string>`xmin::text`, xmax: sql<string>`xmax::text` })
        .from(machines)
        .where(eq(machines.id, machine.id))
    const before = await version()
    await world.hear()
    expect(await version()).toEqual(before)
    await startAgent(world)
  })

  it('marks machines that are no longer named, and takes them back when they are named again', async () => {
    const { machineId } = await leasedAgent()
    const all = world.host.snapshot().machines
    const state = async () => {
      const [row] = await world.db.select().from(machines).where(eq(machines.id, machineId))
      return row?.state
    }
    world.host.change((snapshot) => {
      snapshot.machines = []
    })
    await world.hear()
    expect(await state()).toBe('gone')
    world.host.change((snapshot) => {
      snapshot.machines = all
    })
    await world.hear()
    expect(await state()).toBe('ready')
  })

  it('carries the host’s own facts', async () => {
    world.host.change((snapshot) => {
      snapshot.pool.nextReadyInMs = 4_000
      snapshot.model = { kind: 'provider', name: 'fine-1' }
    })
    await world.hear()
    const [row] = await world.db.select().from(hosts).where(eq(hosts.id, world.hostId))
    const nextReadyAt = new Date(world.clock.now().getTime() + 4_000)
    expect(row).toMatchObject({ isWatched: true, modelName: 'fine-1', nextReadyAt })
  })
})

describe('a machine that sleeps by steps', () => {
  it('is known by its depth, and its agent’s record has one sleep and one waking', async () => {
    const { agentId, machineId } = await leasedAgent()
    const lease = { agentId, generation: 1, agentState: 'ready', personaVersion: 1 } as const
    const rest = (depth: 'frozen' | 'hibernated' | null) =>
      report(machineId, (machine) => {
        const asleep = depth === null ? null : { sinceMs: 1, wakeAtMs: null, held: false, depth }
        machine.state = depth === null ? 'leased' : 'stopped'
        machine.lease = { ...lease, asleep }
      })
    const known = async () => {
      const [row] = await world.db.select().from(machines).where(eq(machines.id, machineId))
      return row?.sleepDepth
    }
    await rest('frozen')
    expect(await known()).toBe('frozen')
    await rest('hibernated')
    expect(await known()).toBe('hibernated')
    await rest(null)
    expect(await known()).toBeNull()
    const events = await world.db
      .select()
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
      .orderBy(lifecycleEvents.id)
    const steps = events.filter(({ kind }) => kind === 'fell_asleep' || kind === 'woken')
    expect(steps).toMatchObject([
      { kind: 'fell_asleep', facts: { machineId, depth: 'frozen' } },
      { kind: 'woken', facts: { machineId } },
    ])
  })
})

describe('a machine whose lease is closed', () => {
  it('is ended after a sweep, by name and generation; one that nobody knows of is left alone (I4)', async () => {
    const { agentId, machineId } = await leasedAgent()
    const unknown = readyMachine({
      state: 'leased',
      lease: {
        agentId: newId(AgentId, 'agt'),
        generation: 1,
        agentState: 'ready',
        personaVersion: 1,
        asleep: null,
      },
    })
    world.host.change((snapshot) => snapshot.machines.push(unknown))
    await report(machineId, (machine) => {
      machine.state = 'leased'
      machine.lease = {
        agentId,
        generation: 1,
        agentState: 'ready',
        personaVersion: 1,
        asleep: null,
      }
    })
    await destroyClosedLeases(world.system())
    expect(await world.waitingJobs('machines.destroy')).toEqual([])
    await world.db
      .update(leases)
      .set({ closedAt: world.clock.now(), closeReason: 'machine_gone' })
      .where(eq(leases.agentId, agentId))
    await destroyClosedLeases(world.system())
    expect(await world.waitingJobs('machines.destroy')).toEqual([
      { hostId: world.hostId, machineId, generation: 1 },
    ])
  })
})
