import type { z } from 'zod'
import type {
  HostSnapshot,
  LeaseRequest,
  MachineReport,
  ProviderRequest,
  ProviderTestAnswer,
} from '@/agent-host/protocol/control'
import type { HostId, MachineId } from '@/agent-host/protocol/ids'

export type ProviderTest = z.infer<typeof ProviderTestAnswer>

export type LeaseOutcome =
  | { kind: 'leased'; machine: MachineReport }
  /** The host has no such machine any more. What that means is for the caller to decide. */
  | { kind: 'gone' }

/**
 * One host, as the server sees it. Refusals and failures arrive as `AppError`: `unavailable` when
 * trying again later can help, and a bug otherwise.
 */
export interface HostGateway {
  /** Repeatable. Answers at once: readiness is told by the watch. */
  lease(request: LeaseRequest): Promise<LeaseOutcome>
  /** Succeeds when the machine is already gone. */
  destroy(machineId: MachineId, generation: number | null): Promise<void>
  setProvider(request: ProviderRequest): Promise<HostSnapshot['model']>
  testProvider(request: ProviderRequest): Promise<ProviderTest>
  /** Ends by throwing when the connection breaks; ends quietly only when `signal` says so. */
  watch(signal: AbortSignal): AsyncIterable<HostSnapshot>
}

export interface Hosts {
  ids(): readonly HostId[]
  /** Throws for a host that this installation was not told about. */
  of(hostId: HostId): HostGateway
}
