import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { StartProblem } from '../start-problem'
import type { LogFile } from './log-file'
import { identify, type ProcessIdentity } from './process-identity'

export interface ProgramSpec {
  name: string
  command: readonly [string, ...string[]]
  cwd: string
  env: NodeJS.ProcessEnv
  /** How long it may take to end after TERM. */
  stopMs: number
  /** The same, once somebody is in a hurry. What must not be left half done needs a moment even then. */
  hurryMs: number
  /** Rejects, or answers false, while the program does not do its work yet. Undefined: it is up when it runs. */
  isUp?: () => Promise<boolean>
}

export interface SupervisionOptions {
  spec: ProgramSpec
  log: LogFile
  say: (line: string) => void
  /** Told about every process, so that a later start can find what this one could not end. */
  onProcess: (identity: ProcessIdentity | undefined) => void
}

/** A busy server boots its pages in seconds; beyond this something is wrong that waiting does not mend. */
const upDeadlineMs = 60_000
const firstBackoffMs = 1_000
const maxBackoffMs = 30_000
/** A program that ran this long was well: its next end is a first one again. */
const healthyMs = 60_000

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** Keeps one program running until it is told to stop. */
export class Supervised {
  readonly #options: SupervisionOptions
  #child: ChildProcess | undefined
  #ended: Promise<void> = Promise.resolve()
  #isStopping = false
  #failures = 0
  #restart: NodeJS.Timeout | undefined

  constructor(options: SupervisionOptions) {
    this.#options = options
  }

  get name(): string {
    return this.#options.spec.name
  }

  /** Resolves when the program does its work. A first start that fails is the caller's to judge. */
  async start(): Promise<void> {
    this.#launch()
    const { spec, log } = this.#options
    const deadlineMs = Date.now() + upDeadlineMs
    while (!(await this.#isUp())) {
      if (this.#failures > 0 || Date.now() > deadlineMs) {
        const why =
          this.#failures > 0 ? 'ended at once' : `was not up within ${upDeadlineMs / 1000} s`
        throw new StartProblem(
          `${spec.name} ${why}:\n${log.tail()}`,
          'Its log has more: .rockpool/logs',
        )
      }
      if (this.#isStopping) return
      await delay(50)
    }
  }

  async #isUp(): Promise<boolean> {
    const { isUp } = this.#options.spec
    if (isUp === undefined) return true
    try {
      return await isUp()
    } catch {
      // Refused connections are what a program that still starts looks like from outside.
      return false
    }
  }

  #launch(): void {
    const { spec, log, onProcess } = this.#options
    const [program, ...args] = spec.command
    const startedMs = Date.now()
    // Detached: Ctrl-C at the terminal must reach the starter only, which ends things in order.
    const child = spawn(program, args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    log.follow(child.stdout, 'output')
    log.follow(child.stderr, 'errors')
    if (child.pid !== undefined) onProcess(identify(child.pid))
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#afterEnd(startedMs, error.message)
        resolve()
      })
      child.once('exit', (code, signal) => {
        this.#afterEnd(startedMs, signal ?? `code ${code}`)
        resolve()
      })
    })
  }

  #afterEnd(startedMs: number, how: string): void {
    const { spec, say, onProcess } = this.#options
    onProcess(undefined)
    if (this.#isStopping) return
    this.#failures = Date.now() - startedMs > healthyMs ? 1 : this.#failures + 1
    const backoffMs = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (this.#failures - 1))
    say(`${spec.name} ended (${how}); starting it again in ${backoffMs / 1000} s`)
    this.#restart = setTimeout(() => this.#launch(), backoffMs)
  }

  /** TERM, then KILL at the deadline. Answers false when it had to be killed. Repeatable. */
  async stop(hurry: AbortSignal): Promise<boolean> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    const child = this.#child
    if (child === undefined || hasEnded(child)) return true
    child.kill('SIGTERM')
    if ((await Promise.race([this.#ended, this.#deadline(hurry)])) !== 'cut') return true
    child.kill('SIGKILL')
    await this.#ended
    return false
  }
  #deadline(hurry: AbortSignal): Promise<'cut'> {
    const { stopMs, hurryMs } = this.#options.spec
    return new Promise((resolve) => {
      const cut = () => resolve('cut')
      setTimeout(cut, stopMs).unref()
      const onHurry = () => setTimeout(cut, hurryMs).unref()
      if (hurry.aborted) onHurry()
      else hurry.addEventListener('abort', onHurry, { once: true })
    })
  }
}
