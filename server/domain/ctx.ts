import type { Actor } from '@/server/core/actor'
import type { Clock } from '@/server/core/clock'
import type { HostId } from '@/server/core/ids'
import type { Log } from '@/server/core/log'
import type { Secret } from '@/server/core/secret'
import type { Vault } from '@/server/core/vault'
import type { Hosts } from '@/server/gateways/host/host-gateway'
import type { MailGateway } from '@/server/gateways/mail/mail-gateway'
import type { Changes } from './changes'
import type { Database } from './database'
import type { JobDesk, Jobs } from './jobs'

/** Everything a use-case may reach for. No field is optional: what is missing is a bug at start. */
export interface Ctx {
  actor: Actor
  caller: Caller
  db: Database
  jobs: Jobs
  jobDesk: JobDesk
  changes: Changes
  clock: Clock
  log: Log
  hosts: Hosts
  mail: MailGateway
  vault: Vault
  /** The key that the server shares with one host; tickets for it are signed with it. */
  hostKey(hostId: HostId): Secret
  setupLink: Secret
  /** What the site was started with. The address that counts is `publicAddress` of the brand. */
  publicOrigin: string
  /** `host:port` of the front; null where site and front were started apart. */
  listensOn: string | null
}

/** Where a request came from, as far as it can be trusted. */
export interface Caller {
  /** The address the front reports, or `local` for jobs. */
  address: string
  /** The request's own Origin when it equals the address it was sent to; else null. */
  origin: string | null
  /** How the browser names itself; null when it does not. Shown to its person, believed by nobody. */
  userAgent: string | null
}
