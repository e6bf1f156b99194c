import type { z } from 'zod'
import { HostError } from '../core/errors'
import type { Machines } from '../machine/machines'
import { testProvider } from '../models/provider'
import type { ProviderStore } from '../models/provider-store'
import type { ControlName, control } from '../protocol/control'

export type Endpoints = {
  [Name in ControlName]: (
    request: z.infer<(typeof control)[Name]['request']>,
  ) => Promise<z.infer<(typeof control)[Name]['answer']>>
}

/** What each control call does. */
export function createEndpoints(parts: {
  machines: Machines
  providers: ProviderStore
  now: () => number
  /** Called after the provider changed. */
  onProvider: () => void
}): Endpoints {
  const { machines, providers } = parts
  return {
    async lease({ machineId, ...terms }) {
      const machine = machines.get(machineId)
      if (machine === undefined) {
        throw new HostError('machine_gone', { public: 'This machine is not on this host.' })
      }
      await machine.lease(terms)
      return { machine: machine.report() }
    },

    async destroy({ machineId, generation }) {
      const machine = machines.get(machineId)
      if (machine === undefined) return { gone: true }
      const held = machine.record.lease?.generation ?? null
      if (held !== null && (generation === null || generation < held)) {
        throw new HostError('conflict', { public: 'This machine belongs to a newer lease.' })
      }
      await machines.remove(machineId)
      return { gone: true }
    },

    async provider({ provider }) {
      await providers.set(provider)
      parts.onProvider()
      return { model: providers.describe() }
    },

    async 'provider-test'({ provider }) {
      if (provider === null)
        return { ok: true, message: 'The demo model needs no test.', latencyMs: 0 }
      return testProvider(providers.unsealed(provider), parts.now)
    },
  }
}
