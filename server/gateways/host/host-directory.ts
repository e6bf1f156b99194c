import type { HostId } from '@/agent-host/protocol/ids'
import type { HostGateway, Hosts } from './host-gateway'

export function hostDirectory(known: ReadonlyMap<HostId, HostGateway>): Hosts {
  return {
    ids: () => [...known.keys()],
    of(hostId) {
      const host = known.get(hostId)
      if (host === undefined) throw new Error(`host ${hostId} is not configured here`)
      return host
    },
  }
}
