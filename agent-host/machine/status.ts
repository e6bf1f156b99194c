import type { Clock } from '../core/clock'
import type { MachineRecord } from '../journal/journal'
import type { AgentState, MachineReport, MachineState } from '../protocol/control'

/** Where a machine stands right now. In memory only: a restarted host finds out anew. */
export class Status {
  readonly #clock: Clock
  #state: MachineState = 'stopped'
  #agentState: AgentState = 'starting'
  #problem: string | null = null
  #changedAtMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#changedAtMs = clock.now()
  }

  get state(): MachineState {
    return this.#state
  }
  get agentState(): AgentState {
    return this.#agentState
  }
  /** A sentence for the operator; null while nothing is wrong. */
  get problem(): string | null {
    return this.#problem
  }

  set(state: MachineState, agentState: AgentState, problem: string | null): void {
    this.#state = state
    this.#agentState = agentState
    this.#problem = problem
    this.#changedAtMs = this.#clock.now()
  }

  /** As the control API tells it. */
  report({ id, image, lease }: MachineRecord): MachineReport {
    return {
      id,
      image,
      state: this.#state,
      lease:
        lease === null
          ? null
          : {
              agentId: lease.agentId,
              generation: lease.generation,
              agentState: this.#agentState,
              personaVersion: lease.applied?.version ?? 0,
              asleep: this.#state === 'stopped' ? lease.asleep : null,
            },
      changedAtMs: this.#changedAtMs,
      problem: this.#problem,
    }
  }
}
