import type { Clock } from '../core/clock'
import { describeError, HostError } from '../core/errors'
import type { Log } from '../core/log'
import type { BoxView, Driver, Life, MachineDir } from '../driver/driver'
import type { GatewayConnection } from '../gateway/connection'
import type { Journal, MachineRecord } from '../journal/journal'
import type { AgentState, MachineReport, MachineState, SkillReport } from '../protocol/control'
import type { AccountId, AgentId } from '../protocol/ids'
import type { Persona } from '../protocol/persona'
import type { BootSlots } from './boot-slots'
import { gatewayArguments, gatewayEnvironment, machineLimits } from './gateway-config'
import { GatewayRun } from './gateway-run'
import { applyLease, type GatewayAccess, rotateToken } from './lease'
import { readConfigHash } from './personalise'
import { RestartBudget } from './restart-budget'
import { warmUp } from './warm-up'

export interface MachineParts {
  driver: Driver
  journal: Journal
  clock: Clock
  log: Log
  slots: BootSlots
  /** What may be chosen on this image; empty until the first machine has reported. */
  catalogue: () => readonly SkillReport[]
  /** Hears every change of state. */
  onChange: (machine: Machine) => void
  /** Called once per boot with an open connection of a warmed machine that nobody owns yet. */
  onWarm: (connection: GatewayConnection) => Promise<void>
  /** Called with how long a boot to ready took. */
  onBooted: (elapsedMs: number) => void
}

export interface LeaseTerms {
  agentId: AgentId
  accountId: AccountId
  generation: number
  /** Null when a ticket arrives before the server's own lease call. */
  persona: Persona | null
}

/** Booting takes 10 to 25 s, and took three minutes on a host that was six times overloaded. */
const bootDeadlineMs = 360_000

/**
 * One machine: its gateway's lives, its lease, and the host's own connection into it. Everything that
 * changes it runs one after the other in `#serial`, so that no two hands are ever in the gateway at once.
 */
export class Machine {
  readonly #parts: MachineParts
  readonly dir: MachineDir
  readonly view: BoxView
  #record: MachineRecord
  #state: MachineState = 'stopped'
  #agentState: AgentState = 'starting'
  #problem: string | null = null
  #changedAtMs: number
  #bootStartedAtMs: number | null = null
  #wantedUp = false
  #tail: Promise<void> = Promise.resolve()
  #writes: Promise<void> = Promise.resolve()
  readonly #ending = new AbortController()
  readonly #restarts: RestartBudget
  readonly #run: GatewayRun

  constructor(
    record: MachineRecord,
    place: { dir: MachineDir; view: BoxView },
    parts: MachineParts,
  ) {
    this.#record = record
    this.dir = place.dir
    this.view = place.view
    this.#parts = parts
    this.#changedAtMs = parts.clock.now()
    this.#restarts = new RestartBudget(parts.clock)
    this.#run = new GatewayRun({
      driver: parts.driver,
      clock: parts.clock,
      onEnd: (end) => this.#onGatewayEnded(end.reason),
    })
  }

  get id() {
    return this.#record.id
  }
  get record(): Readonly<MachineRecord> {
    return this.#record
  }
  get state(): MachineState {
    return this.#state
  }
  get agentState(): AgentState {
    return this.#agentState
  }
  get problem(): string | null {
    return this.#problem
  }
  /** When the boot that is under way began; null when none is. */
  get bootStartedAtMs(): number | null {
    return this.#bootStartedAtMs
  }
  get gatewayToken(): string {
    return this.#record.gatewayToken
  }
  get personaVersion(): number {
    return this.#record.lease?.applied?.version ?? 0
  }
  /** True while nobody's words have been in it: only then may its answers come from the warm-up stub. */
  get isWarming(): boolean {
    return this.#state === 'warming'
  }

  report(): MachineReport {
    const { lease } = this.#record
    return {
      id: this.id,
      image: this.#record.image,
      state: this.#state,
      lease:
        lease === null
          ? null
          : {
              agentId: lease.agentId,
              generation: lease.generation,
              agentState: this.#agentState,
              personaVersion: this.personaVersion,
            },
      changedAtMs: this.#changedAtMs,
      problem: this.#problem,
    }
  }

  /** Boots, or comes back after an earlier life. Resolves at once; progress shows in the state. */
  start(adopted?: Life): void {
    this.#wantedUp = true
    this.#set(this.#record.lease === null ? 'booting' : 'leased', 'starting')
    void this.#serial(() => this.#bringUp(adopted))
  }

  /**
   * Binds the machine to an agent, or takes a newer persona for the one it has. The binding is durable
   * when the promise resolves; applying it follows and shows in the state. Repeatable.
   * Throws `conflict` when it belongs to another agent or a newer lease.
   */
  async lease(terms: LeaseTerms): Promise<void> {
    const held = this.#record.lease
    if (held !== null && (held.agentId !== terms.agentId || held.generation > terms.generation)) {
      throw new HostError('conflict', { public: 'This machine belongs to another lease.' })
    }
    if (held === null && this.#state !== 'ready') {
      throw new HostError('machine_gone', { public: 'This machine is not in the pool any more.' })
    }
    const wanted = newer(terms.persona, held?.wanted ?? null)
    const lease = {
      agentId: terms.agentId,
      accountId: terms.accountId,
      generation: terms.generation,
      wanted,
      applied: held?.applied ?? null,
      tokenRotated: held?.tokenRotated ?? false,
    }
    // In memory first and without a pause in between: two claims cannot both find it free.
    this.#record = { ...this.#record, lease }
    if (held === null) this.#set('leased', 'preparing')
    await this.#write({})
    if (this.#state === 'stopped' || (this.#state === 'failed' && held === null)) this.start()
    else if (this.#state === 'leased') void this.#serial(() => this.#prepare())
  }

  /** Comes back after a failure that ended its restarts, because a person asked for it. */
  retry(): void {
    if (this.#state !== 'failed' && this.#agentState !== 'failed') return
    this.#restarts.reset()
    this.start()
  }

  /** Ends this life and keeps the storage. */
  async stop(): Promise<void> {
    this.#wantedUp = false
    await this.#cutShort(new HostError('draining', { public: 'This server is shutting down.' }))
    await this.#serial(() => this.#takeDown())
    this.#set('stopped', 'starting')
  }

  /** Ends the life and the storage. Finishes after a crash because the record says `doomed` first. */
  async destroy(): Promise<void> {
    this.#wantedUp = false
    // From here on no claim may find it ready.
    this.#set('stopped', 'starting')
    await this.#write({ doomed: true })
    await this.#cutShort(new HostError('machine_gone', { public: 'This machine was removed.' }))
    await this.#serial(async () => {
      await this.#takeDown()
      await this.#parts.journal.erase(this.id)
    })
  }

  /** Ends the gateway under whatever is being done in it: a warm-up turn alone may take minutes. */
  async #cutShort(why: HostError): Promise<void> {
    this.#ending.abort(why)
    await this.#run.end(this.#record.life)
  }

  async #bringUp(adopted?: Life): Promise<void> {
    if (!this.#wantedUp) return
    const startedAtMs = this.#parts.clock.now()
    this.#bootStartedAtMs = startedAtMs
    const isPool = this.#record.lease === null
    try {
      await this.#parts.slots.run(!isPool, this.#ending.signal, () => this.#boot(adopted))
      if (this.#record.lease === null) {
        this.#set('ready', 'starting')
        this.#parts.onBooted(this.#parts.clock.now() - startedAtMs)
      } else {
        await this.#prepare()
      }
    } catch (error) {
      if (!this.#ending.signal.aborted) await this.#fail(error)
    } finally {
      this.#bootStartedAtMs = null
    }
  }

  async #boot(adopted?: Life): Promise<void> {
    const { driver, log } = this.#parts
    const deadline = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(bootDeadlineMs)])
    if (adopted !== undefined) this.#run.take(adopted)
    else {
      await this.#run.begin(
        {
          machineId: this.id,
          dir: this.dir,
          args: gatewayArguments(this.view),
          env: gatewayEnvironment(this.view),
          limits: machineLimits,
        },
        (handle) => this.#write({ life: { ...handle, facts: { ...handle.facts } } }),
        deadline,
      )
    }
    const { nextGatewayToken, gatewayToken } = this.#record
    const tokens = nextGatewayToken === null ? [gatewayToken] : [nextGatewayToken, gatewayToken]
    const token = await this.#run.connect(this.#access.socketPath, tokens, deadline)
    await this.#write({ gatewayToken: token, nextGatewayToken: null })
    if (this.#record.lease === null) await this.#warm()
    log.info(
      { machine: this.id, driver: driver.name, adopted: adopted !== undefined },
      'machine up',
    )
  }

  async #warm(): Promise<void> {
    const connection = this.#run.hold?.connection
    if (connection === undefined) throw new Error('the gateway ended before its warm-up')
    this.#set('warming', 'starting')
    await warmUp(connection)
    await this.#parts.onWarm(connection)
    // A rehearsal of what a claim does first: a gateway's first patch takes three times its second.
    const warm = { connection, configHash: await readConfigHash(connection) }
    this.#run.hold = await rotateToken(warm, this.#access)
  }

  /** Brings the gateway to what the lease wants. Runs again for every newer persona. */
  async #prepare(): Promise<void> {
    const hold = this.#run.hold
    if (hold?.connection.isOpen !== true) return
    // A ticket may bind the machine before the server has said what it shall become.
    if (this.#record.lease === null || this.#record.lease.wanted === null) return
    this.#set('leased', this.#agentState === 'ready' ? 'ready' : 'preparing')
    try {
      this.#run.hold = await applyLease(hold, this.#access, {
        leaseNow: () => this.#record.lease,
        catalogue: this.#parts.catalogue(),
      })
      this.#set('leased', 'ready')
    } catch (error) {
      // The gateway may have died under our hands; then its end restarts it and this runs again.
      if (this.#ending.signal.aborted || !this.#run.isAlive) return
      await this.#fail(error)
    }
  }

  get #access(): GatewayAccess {
    return {
      socketPath: `${this.dir.run}/gateway.sock`,
      write: (change) => this.#write(change),
      signal: this.#ending.signal,
    }
  }

  #onGatewayEnded(reason: string): void {
    if (!this.#wantedUp) return
    this.#parts.log.warn({ machine: this.id, reason }, 'gateway ended')
    if (this.#record.lease === null) {
      this.#set('failed', 'failed', `The gateway ended: ${reason}`)
      return
    }
    const waitMs = this.#restarts.next()
    if (waitMs === null) {
      this.#set('failed', 'failed', `The gateway ended again and again: ${reason}`)
      return
    }
    this.#set('leased', 'starting', 'The agent stopped unexpectedly and is starting again.')
    void this.#serial(async () => {
      await this.#parts.clock.sleep(waitMs, this.#ending.signal)
      await this.#bringUp()
    })
  }

  async #fail(error: unknown): Promise<void> {
    const problem = describeError(error)
    this.#parts.log.error({ machine: this.id, problem }, 'machine failed')
    await this.#run.end(null)
    this.#set('failed', 'failed', problem)
  }

  async #takeDown(): Promise<void> {
    await this.#run.end(this.#record.life)
    await this.#write({ life: null })
  }

  /** Changes the record at once and makes it durable; writes of one machine never overtake each other. */
  #write(change: Partial<MachineRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change }
    const record = this.#record
    const written = this.#writes.then(() => this.#parts.journal.write(record))
    this.#writes = written.catch(() => undefined)
    return written
  }

  #set(state: MachineState, agentState: AgentState, problem: string | null = null): void {
    this.#state = state
    this.#agentState = agentState
    this.#problem = problem
    this.#changedAtMs = this.#parts.clock.now()
    this.#parts.onChange(this)
  }

  #serial(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work)
    this.#tail = done.catch((error: unknown) => {
      this.#parts.log.error(
        { machine: this.id, problem: describeError(error) },
        'machine step failed',
      )
    })
    return done
  }
}

function newer(given: Persona | null, held: Persona | null): Persona | null {
  if (given === null) return held
  return held === null || given.version > held.version ? given : held
}
