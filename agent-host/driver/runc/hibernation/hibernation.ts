import { readFile, readlink, rename } from 'node:fs/promises'
import type { Clock } from '../../../core/clock'
import { describeError } from '../../../core/errors'
import type { MachineId } from '../../../protocol/ids'
import type { Hibernated, Hibernation, Life, LifeHandle, LifeSpec, Woken } from '../../driver'
import { isStillThere } from '../../linux/processes'
import { asDriverFailure, undoingFailed } from '../../shared/driver-failure'
import { clearDraft, gatewaySocketPath, removeGatewaySocket } from '../../shared/gateway-socket'
import { parseFacts } from '../../shared/life-facts'
import { groupOf } from '../../shared/life-group'
import { clearWithinMs, type LifeWatch } from '../../shared/life-watch'
import { bundleOf, factsOf } from '../begin'
import { bundlePaths } from '../bundle-paths'
import { containerOf } from '../containers'
import type { Ground } from '../ground'
import { type Criu, firstErrorIn, writeCriuConfig } from './criu'
import { discardSleep } from './discard'
import { fingerprintOf, runtimeHash } from './fingerprint'
import type { ImageParts, SleepRecord } from './image-store'

/** A connection that was closed a moment ago may not be gone inside: worth another try, and no more. */
const attempts = 3
const pauseMs = 200
/** Memory grows while it is looked at, and CRIU writes notes of its own. */
const roomFactor = 1.1

const bytesPerMib = 1_048_576

export interface HibernationParts {
  ground: Ground
  criu: Criu
  relayPath: string
  clock: Clock
  watch: LifeWatch
  /** Leaves nothing of a life. */
  clear: (handle: LifeHandle, signal: AbortSignal) => Promise<void>
  /** Throws when the machine has a life with processes. */
  refuseSecondLife: (machineId: MachineId) => Promise<void>
  /** Waits for the life's end. */
  follow: (handle: LifeHandle) => Life
}

/** Sleep on disk by CRIU, which runc calls for us. */
export class RuncHibernation implements Hibernation {
  readonly #parts: HibernationParts
  /** Of each machine that somebody is busy with: done when they are. */
  readonly #turns = new Map<MachineId, Promise<unknown>>()

  constructor(parts: HibernationParts) {
    this.#parts = parts
  }

  hibernate(handle: LifeHandle, signal: AbortSignal): Promise<Hibernated> {
    return this.#inTurn(handle.machineId, () => this.#hibernate(handle, signal))
  }

  wake(
    spec: Omit<LifeSpec, 'lifeId'>,
    onHandle: (handle: LifeHandle) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Woken> {
    return this.#inTurn(spec.machineId, () => this.#wake(spec, onHandle, signal))
  }

  discard(machineId: MachineId, signal: AbortSignal): Promise<void> {
    return this.#inTurn(machineId, () => this.#discard(machineId, signal))
  }

  /** One after the other: whoever finds that an image does not fit would throw it away under another's hands. */
  async #inTurn<T>(machineId: MachineId, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(machineId) ?? Promise.resolve()).then(work, work)
    this.#turns.set(machineId, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(machineId) === turn) this.#turns.delete(machineId)
    }
  }

  async #hibernate(handle: LifeHandle, signal: AbortSignal): Promise<Hibernated> {
    signal.throwIfAborted()
    const { ground, watch } = this.#parts
    const facts = parseFacts(handle.facts)
    if (!(await isStillThere(facts))) return this.#over(handle, 'it had ended by itself')
    const image = await ground.images.draft(handle.machineId)
    const tooFull = await this.#lacksRoom(handle)
    if (tooFull !== undefined) return this.#goesOn(handle, tooFull)
    await writeCriuConfig(bundleOf(ground, handle.lifeId))
    watch.setAside(facts)
    const problem = await this.#dump(handle, image, signal)
    if (problem !== undefined) {
      const runsOn = await isStillThere(facts)
      watch.takeBack(facts)
      return runsOn ? this.#goesOn(handle, problem) : this.#over(handle, problem)
    }
    try {
      // Whatever of it did not end with its memory written must not go on beside it.
      await ground.containers.sweep(handle, AbortSignal.timeout(clearWithinMs))
      await ground.images.keep(await this.#record(handle))
      if (facts.run !== '') await removeGatewaySocket(facts.run, facts.socketInode)
      await ground.notes.remove(handle.lifeId)
      return { state: 'asleep' }
    } catch (error) {
      return this.#over(handle, describeError(error))
    }
  }

  async #wake(
    spec: Omit<LifeSpec, 'lifeId'>,
    onHandle: (handle: LifeHandle) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Woken> {
    signal.throwIfAborted()
    const { ground } = this.#parts
    await this.#parts.refuseSecondLife(spec.machineId)
    const record = await ground.images.read(spec.machineId).catch((error: unknown) => {
      return describeError(error)
    })
    if (record === undefined) return cold('it does not sleep on disk')
    const misfit = typeof record === 'string' ? record : await this.#misfit(record, spec)
    if (misfit !== undefined || typeof record === 'string') {
      await this.#discard(spec.machineId, signal)
      return cold(misfit ?? 'its record cannot be read')
    }
    const image = await ground.images.consume(spec.machineId)
    if (image === undefined) return cold('somebody else woke it')
    return this.#restore({ record, image, spec, onHandle, signal })
  }

  async #discard(machineId: MachineId, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await discardSleep(this.#parts.ground, machineId)
  }

  async #restore(about: {
    record: SleepRecord
    image: ImageParts
    spec: Omit<LifeSpec, 'lifeId'>
    onHandle: (handle: LifeHandle) => Promise<void>
    signal: AbortSignal
  }): Promise<Woken> {
    const { record, image, spec, onHandle, signal } = about
    const { ground, criu, follow } = this.#parts
    const { machineId, lifeId } = record
    const { home, run, tmp } = spec.dir
    const bundle = bundleOf(ground, lifeId)
    const found = { pid: 0, startTicks: 0, home, run, tmp, memoryMib: spec.limits.memoryMib }
    let handle: LifeHandle = { driver: 'runc', machineId, lifeId, facts: found }
    let hasRestored = false
    try {
      await ground.notes.write(handle)
      await writeCriuConfig(bundle, record.socket)
      const draft = await clearDraft(run)
      await ground.runtime.restore(containerOf(record), {
        ...image,
        bundle,
        socketPath: draft,
        criu: criu.path,
      })
      hasRestored = true
      signal.throwIfAborted()
      handle = { ...handle, facts: { ...found, ...(await factsOf(bundle, draft)) } }
      await ground.notes.write(handle)
      await onHandle(handle)
      signal.throwIfAborted()
      await rename(draft, gatewaySocketPath(run))
      await ground.images.discard(machineId)
    } catch (error) {
      const because = (await firstErrorIn(`${image.work}/restore.log`)) ?? describeError(error)
      try {
        await clearDraft(run)
        await this.#parts.clear(handle, AbortSignal.timeout(clearWithinMs))
        await ground.images.discard(machineId)
      } catch (second) {
        throw undoingFailed(error, second)
      }
      if (hasRestored || signal.aborted) throw asDriverFailure(error, signal)
      return cold(because)
    }
    return { life: follow(handle) }
  }

  /** Undefined when the memory is written; else a sentence. */
  async #dump(
    handle: LifeHandle,
    image: ImageParts,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { ground, criu, clock } = this.#parts
    for (let attempt = 1; ; attempt += 1) {
      try {
        await ground.runtime.checkpoint(containerOf(handle), {
          ...image,
          criu: criu.path,
        })
        return undefined
      } catch (error) {
        const problem = (await firstErrorIn(`${image.work}/dump.log`)) ?? describeError(error)
        const isOver = !(await isStillThere(parseFacts(handle.facts)))
        if (isOver || attempt === attempts || signal.aborted) return problem
        await clock.sleep(pauseMs)
        image = await ground.images.draft(handle.machineId)
      }
    }
  }

  async #record(handle: LifeHandle): Promise<Omit<SleepRecord, 'files'>> {
    const { ground, criu } = this.#parts
    const { home, tmp } = parseFacts(handle.facts)
    const paths = bundlePaths(bundleOf(ground, handle.lifeId))
    return {
      machineId: handle.machineId,
      lifeId: handle.lifeId,
      socket: await readlink(paths.socket),
      writer: criu.version,
      runtime: await readFile(paths.runtime, 'utf8'),
      disk: await fingerprintOf([home, tmp]),
    }
  }

  /** Why memory does not fit any more; undefined when it does. */
  async #misfit(record: SleepRecord, spec: Omit<LifeSpec, 'lifeId'>): Promise<string | undefined> {
    const { ground, criu, relayPath } = this.#parts
    if (!(await ground.images.isWhole(record))) return 'its memory is not whole'
    if (record.writer !== criu.version) return 'criu is another one than when it fell asleep'
    if (record.runtime !== (await runtimeHash(spec, relayPath))) {
      return 'its programs, its limits or the kernel are others than when it fell asleep'
    }
    const disk = await fingerprintOf([spec.dir.home, spec.dir.tmp])
    return record.disk === disk ? undefined : 'its disk has changed since it fell asleep'
  }

  async #lacksRoom(handle: LifeHandle): Promise<string | undefined> {
    const { ground } = this.#parts
    const needed = (await ground.cgroups.memoryBytes(groupOf(handle))) * roomFactor
    const free = await ground.images.freeBytes()
    if (free >= needed) return undefined
    const [neededMib, freeMib] = [needed, free].map((bytes) =>
      String(Math.ceil(bytes / bytesPerMib)),
    )
    return `its memory needs ${String(neededMib)} MiB of disk and ${String(freeMib)} are free`
  }

  async #goesOn(handle: LifeHandle, because: string): Promise<Hibernated> {
    await this.#parts.ground.images.discard(handle.machineId)
    return { state: 'running', because }
  }

  async #over(handle: LifeHandle, because: string): Promise<Hibernated> {
    await this.#parts.ground.images.discard(handle.machineId)
    await this.#parts.clear(handle, AbortSignal.timeout(clearWithinMs))
    return { state: 'ended', because }
  }
}

const cold = (because: string): Woken => ({ life: undefined, because })
