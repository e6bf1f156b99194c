import type { Clock } from '../core/clock'
import type { Log } from '../core/log'
import type { AccountId } from '../protocol/ids'
import type { HelloEvent } from '../protocol/socket'
import type { SocketMachine } from './socket-machine'

/** What all sockets of a host share; one of ten thousand must not carry its own. */
export interface SocketSurroundings {
  clock: Clock
  log: Log
  model: (accountId: AccountId) => HelloEvent['payload']['model']
  /** Estimate of how long the machine still needs, null when nobody knows. */
  readyInMs: (machine: SocketMachine) => number | null
}
