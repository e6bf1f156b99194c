import { randomUUID } from 'node:crypto'
import type { Clock } from '../core/clock'
import { describeError, HostError } from '../core/errors'
import type { Log } from '../core/log'
import type { Machine } from '../machine/machine'
import type { Machines } from '../machine/machines'
import { mayRest } from './idle'

/** An idle agent is looked at this often; a due job is waited for exactly. */
const longestRoundMs = 30_000
const shortestRoundMs = 250
/** Sleep that ends within this is not worth the boot that ends it. */
const leastSleepMs = 600_000
/** Beyond the boot itself: what a job's first turn waits for on a host that is busy. */
const wakeMarginMs = 5_000

export interface SleeperParts {
  machines: Machines
  clock: Clock
  log: Log
  /** How long an agent may do nothing before it is stopped; null never stops one. */
  idleMs: number | null
  /** True while a browser is connected or a model call is in the air. */
  isInUse: (machine: Machine) => boolean
  typicalBootMs: () => number
}

/**
 * Stops agents that nobody has used for a while and wakes those for which a job falls due. Decides on this
 * host alone, so that schedules hold while the server is away.
 */
export class Sleeper {
  readonly #parts: SleeperParts
  readonly #ending = new AbortController()
  /** When each machine was last seen in use. A machine that came up counts as used then. */
  readonly #usedAtMs = new Map<string, number>()
  #running: Promise<void> | undefined

  constructor(parts: SleeperParts) {
    this.#parts = parts
  }

  start(): void {
    this.#running = this.#loop()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  async #loop(): Promise<void> {
    const { machines, clock, log } = this.#parts
    while (!this.#isEnding()) {
      this.#wakeDue()
      for (const machine of machines.all()) {
        if (this.#isEnding()) return
        try {
          await this.#look(machine)
        } catch (error) {
          log.info({ machine: machine.id, problem: describeError(error) }, 'sleep: left awake')
        }
      }
      await clock.sleep(this.#pauseMs(), this.#ending.signal).catch(() => undefined)
    }
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted
  }

  #leadMs(): number {
    return Math.round(this.#parts.typicalBootMs() * 1.5) + wakeMarginMs
  }

  #asleep(): { machine: Machine; wakeAtMs: number }[] {
    return this.#parts.machines.all().flatMap((machine) => {
      const asleep = machine.state === 'stopped' ? machine.record.lease?.asleep : undefined
      return asleep === undefined || asleep === null || asleep.held || asleep.wakeAtMs === null
        ? []
        : [{ machine, wakeAtMs: asleep.wakeAtMs }]
    })
  }

  #wakeDue(): void {
    const now = this.#parts.clock.now()
    for (const { machine, wakeAtMs } of this.#asleep()) {
      if (wakeAtMs - this.#leadMs() > now) continue
      this.#parts.log.info({ machine: machine.id, wakeAtMs }, 'sleep: woken for a due job')
      machine.wake()
    }
  }

  #pauseMs(): number {
    const { clock, idleMs } = this.#parts
    const now = clock.now()
    const waits = this.#asleep().map(({ wakeAtMs }) => wakeAtMs - this.#leadMs() - now)
    const round = Math.min(longestRoundMs, idleMs === null ? longestRoundMs : idleMs / 4)
    return Math.max(shortestRoundMs, Math.min(round, ...waits))
  }

  async #look(machine: Machine): Promise<void> {
    const { clock, idleMs, isInUse, log } = this.#parts
    const isUp = machine.state === 'leased' && machine.agentState === 'ready'
    if (idleMs === null || !isUp) {
      this.#usedAtMs.delete(machine.id)
      return
    }
    const now = clock.now()
    if (isInUse(machine)) this.#usedAtMs.set(machine.id, now)
    const usedAtMs = this.#usedAtMs.get(machine.id) ?? now
    this.#usedAtMs.set(machine.id, usedAtMs)
    if (now - usedAtMs < idleMs) return
    const rest = await mayRest(
      (method, params) => machine.call({ method, params, isWrite: false }),
      { requestId: randomUUID(), nowMs: now, soonMs: Math.min(leastSleepMs, idleMs) },
    )
    if (!rest.may) {
      log.debug({ machine: machine.id, because: rest.because }, 'sleep: not yet')
      return
    }
    // Somebody may have come while the gateway was asked.
    if (isInUse(machine) || this.#isEnding()) {
      await rest.release()
      return
    }
    log.info({ machine: machine.id, wakeAtMs: rest.wakeAtMs }, 'sleep: an idle agent is stopped')
    await machine.sleep({ wakeAtMs: rest.wakeAtMs, held: false, release: rest.release })
  }
}

/** For an order from the server: whatever the agent does now ends with it. */
export async function putToSleep(
  machine: Machine,
  { held, nowMs }: { held: boolean; nowMs: number },
): Promise<void> {
  if (machine.record.lease === null) {
    throw new HostError('conflict', { public: 'Only an agent’s machine sleeps.' })
  }
  const wakeAtMs = machine.record.lease.asleep?.wakeAtMs ?? null
  if (!held && machine.agentState === 'ready') {
    const rest = await mayRest(
      (method, params) => machine.call({ method, params, isWrite: false }),
      { requestId: randomUUID(), nowMs, soonMs: 0 },
    )
    if (rest.may) {
      await machine.sleep({ wakeAtMs: rest.wakeAtMs, held, release: rest.release })
      return
    }
  }
  await machine.sleep({ wakeAtMs, held })
}
