import type { HostSnapshot, MachineReport } from '@/agent-host/protocol/control'
import type { MachineId } from '@/agent-host/protocol/ids'
import { AppError } from '@/server/core/errors'
import type { HostGateway } from './host-gateway'

export interface StandInHost extends HostGateway {
  /** What the host says next, and to everyone who watches from now on. */
  change: (edit: (snapshot: HostSnapshot) => void) => void
  snapshot(): HostSnapshot
  /** Until the returned function is called, every call fails as if nobody listened. */
  unplug(): () => void
  /** How often a lease was asked for, by machine. */
  leaseCalls: ReadonlyMap<MachineId, number>
}

/**
 * A host without machines behind it. It keeps the rules that callers rely on: leases are repeatable,
 * generations only grow, destroying twice succeeds, a snapshot is always whole.
 */
export function standInHost(start: HostSnapshot): StandInHost {
  let current = structuredClone(start)
  let isPlugged = true
  const calls = new Map<MachineId, number>()
  const watchers = new Set<() => void>()

  const requirePlug = () => {
    if (isPlugged) return
    throw new AppError('unavailable', {
      public: 'The server that runs the agents cannot be reached.',
    })
  }
  const find = (id: MachineId): MachineReport | undefined =>
    current.machines.find((machine) => machine.id === id)
  const tell = () => {
    for (const wake of watchers) wake()
  }

  return {
    leaseCalls: calls,
    snapshot: () => structuredClone(current),
    change(edit) {
      current = structuredClone(current)
      edit(current)
      tell()
    },
    unplug() {
      isPlugged = false
      tell()
      return () => {
        isPlugged = true
      }
    },

    async lease({ machineId, agentId, generation, persona }) {
      requirePlug()
      calls.set(machineId, (calls.get(machineId) ?? 0) + 1)
      const machine = find(machineId)
      if (machine === undefined) return { kind: 'gone' }
      const held = machine.lease
      if (held !== null && (held.agentId !== agentId || held.generation > generation)) {
        throw new Error('lease: conflict: this machine belongs to another lease')
      }
      machine.state = 'leased'
      machine.changedAtMs += 1
      machine.lease = {
        agentId,
        generation,
        agentState: 'ready',
        personaVersion: Math.max(held?.personaVersion ?? 0, persona.version),
      }
      tell()
      return { kind: 'leased', machine: structuredClone(machine) }
    },

    async destroy(machineId, generation) {
      requirePlug()
      const held = find(machineId)?.lease?.generation
      if (held !== undefined && (generation === null || generation < held)) {
        throw new Error('destroy: conflict: this machine belongs to a newer lease')
      }
      current.machines = current.machines.filter((machine) => machine.id !== machineId)
      tell()
    },

    async setProvider({ provider }) {
      requirePlug()
      current.model =
        provider === null
          ? { kind: 'demo', name: 'demo' }
          : { kind: 'provider', name: provider.model }
      tell()
      return current.model
    },

    async testProvider({ provider }) {
      requirePlug()
      const message = provider === null ? 'The demo model needs no test.' : 'It answered.'
      return { ok: true, message, latencyMs: 1 }
    },

    async *watch(signal) {
      while (!signal.aborted) {
        requirePlug()
        const woken = new Promise<void>((resolve) => {
          const wake = () => {
            watchers.delete(wake)
            signal.removeEventListener('abort', wake)
            resolve()
          }
          watchers.add(wake)
          signal.addEventListener('abort', wake)
        })
        yield structuredClone(current)
        await woken
      }
    },
  }
}
