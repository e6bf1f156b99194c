import type { AccountId, AgentId, HostId, MachineId } from '@/server/core/ids'
import type { Reader } from './database'

/** What can be asked of the worker. One key per thing: a second request while one waits is the same one. */
export interface JobRequests {
  'agents.reconcile': { agentId: AgentId }
  'agents.wake': { agentId: AgentId }
  'accounts.push-limit': { accountId: AccountId }
  'hosts.read-usage': { hostId: HostId }
  'skills.push-keys': { agentId: AgentId }
  'hosts.push-provider': { hostId: HostId }
  'machines.destroy': { hostId: HostId; machineId: MachineId; generation: number }
}
export type JobName = keyof JobRequests

export interface Jobs {
  /** Enqueued by the same transaction as the row it is about, or not at all. */
  enqueue<Name extends JobName>(db: Reader, name: Name, request: JobRequests[Name]): Promise<void>
}
