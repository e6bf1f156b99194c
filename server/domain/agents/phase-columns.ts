import { and, eq, isNull } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { hosts, machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'

/** What `phaseOf` reads, for queries that join the agent with its open lease, its machine and its host. */
export const phaseColumns = {
  agent: agents,
  lease: leases,
  machine: {
    state: machines.state,
    agentId: machines.agentId,
    generation: machines.generation,
    agentState: machines.agentState,
    personaVersion: machines.personaVersion,
    asleepSince: machines.asleepSince,
    sleepDepth: machines.sleepDepth,
    wakeAt: machines.wakeAt,
    isHeld: machines.isHeld,
  },
  host: { isWatched: hosts.isWatched, isolation: hosts.isolation },
}

/** How the three are found from the agent; each may be missing. */
export const phaseJoins = {
  openLease: and(eq(leases.agentId, agents.id), isNull(leases.closedAt)),
  machine: eq(machines.id, leases.machineId),
  host: eq(hosts.id, leases.hostId),
}
