import type { HostSnapshot } from '../protocol/control'
import type { MachineId } from '../protocol/ids'
import type { Ticket } from '../protocol/ticket'
import type { DaemonUnderTest } from './daemon-under-test'

const persona = { version: 1, files: { soul: '# Soul\n' }, skills: [] }

export const readyAgents = (now: HostSnapshot): MachineId[] =>
  now.machines.filter((each) => each.lease?.agentState === 'ready').map((each) => each.id)

/** Gives each of these spares to an agent. Resolves when the host has taken all of it up, not when it is done. */
export async function leaseAll(
  daemon: DaemonUnderTest,
  ids: readonly MachineId[],
): Promise<Ticket[]> {
  return Promise.all(
    ids.map(async (machineId) => {
      const ticket = daemon.ticket(machineId)
      const { agentId, accountId, generation } = ticket
      await daemon.call('lease', { machineId, agentId, accountId, generation, persona })
      return ticket
    }),
  )
}

/** So many agents, all of them ready, and nothing that boots beside them. */
export async function readyCrowd(
  daemon: DaemonUnderTest,
  size: number,
): Promise<{ ids: MachineId[]; tickets: Ticket[] }> {
  await daemon.answers()
  const full = await daemon.until((now) => now.pool.ready === size)
  const ids = full.machines.map((each) => each.id)
  const tickets = await leaseAll(daemon, ids)
  await daemon.call('pool', { target: 0, draining: false })
  await daemon.until((now) => readyAgents(now).length === size && now.machines.length === size)
  return { ids, tickets }
}

/** Kills the daemon and starts it again. Milliseconds from its start to all agents being ready again. */
export async function adoptedAfterMs(daemon: DaemonUnderTest, size: number): Promise<number> {
  await daemon.kill()
  const startedAt = performance.now()
  await daemon.boot()
  await daemon.answers()
  await daemon.until((now) => readyAgents(now).length === size)
  return performance.now() - startedAt
}

/** Which process each machine's gateway lives behind; a second start would show as another one. */
export const livesOf = (daemon: DaemonUnderTest, ids: readonly MachineId[]) =>
  Promise.all(ids.map(async (id) => (await daemon.recordOf(id)).life))
