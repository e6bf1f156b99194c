import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HostError } from '../../core/errors'
import { etcFiles, writeSyntheticEtc } from '../box/etc'
import { commandOf, inside, placesOf } from '../box/layout'
import type {
  BoxView,
  Driver,
  Life,
  LifeHandle,
  LifeSpec,
  MachineDir,
  ProbeVerdict,
} from '../driver'
import { isStillThere, readProcess } from '../linux/processes'
import { asDriverFailure, undoingFailed } from '../shared/driver-failure'
import { clearDraft, gatewaySocketPath, removeGatewaySocket } from '../shared/gateway-socket'
import { demandImage } from '../shared/image-of'
import { type LifeFacts, parseFacts } from '../shared/life-facts'
import { groupOf } from '../shared/life-group'
import type { LifeName } from '../shared/life-mark'
import { clearWithinMs, LifeWatch, type ProcessEnd } from '../shared/life-watch'
import { probeWalls } from '../shared/probe-walls'
import { handOver } from '../users/hand-over'
import { layRoot, ociConfig, presentPlaces } from './bundle'
import { containerOf } from './containers'
import { enterCommand, readEnd, removeEnd } from './enter'
import { type Ground, layGround, type RuncOptions } from './ground'
import { pointTo } from './network'
import { isolationSentences } from './sentences'

/** How often a life is looked at: it is nobody's child, so nobody is told of its end. Most fail early. */
const looksMs = { first: 20, last: 500 } as const

/** Containers of runc: namespaces, a list of allowed system calls, a user and limits per machine; no network. */
export class RuncDriver implements Driver {
  readonly name = 'runc'
  readonly manyAccounts = true
  readonly isolation = isolationSentences
  readonly #options: RuncOptions
  readonly #watch: LifeWatch
  #ground: Promise<Ground> | undefined

  constructor(options: RuncOptions) {
    this.#options = options
    this.#watch = new LifeWatch({
      clear: (handle, signal) => this.#clear(handle, signal),
      memoryKills: async (handle) => (await this.#stand()).cgroups.memoryKills(groupOf(handle)),
    })
  }

  probe(signal: AbortSignal): Promise<ProbeVerdict> {
    return probeWalls({
      remedy:
        'Start Rockpool as root of the server itself: in a container its runtime must allow mounts, namespaces and control groups.',
      options: this.#options,
      ground: async () => ({ ...(await this.#stand()), whyNoLimits: undefined }),
      start: (spec, command) => this.#start({ spec, command, onHandle: async () => {}, signal }),
      signal,
    })
  }

  async prepare(dir: MachineDir, signal: AbortSignal): Promise<BoxView> {
    signal.throwIfAborted()
    await demandImage(dir)
    const { users } = await this.#stand()
    await handOver(dir, await users.of(dir))
    return inside
  }

  create(
    spec: LifeSpec,
    onHandle: (handle: LifeHandle) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Life> {
    return this.#start({ spec, command: commandOf(spec), onHandle, signal })
  }

  async adopt(handle: LifeHandle, signal: AbortSignal): Promise<Life | undefined> {
    signal.throwIfAborted()
    // Another driver's life is not ours to watch; whoever chose us has ended it.
    if (handle.driver !== this.name) return undefined
    const { bundlesDir } = await this.#stand()
    const facts = parseFacts(handle.facts)
    // One that we died over between making and starting it would wait for ever.
    const hasStarted = existsSync(startedMarkOf(join(bundlesDir, handle.lifeId)))
    if (!hasStarted || !(await isStillThere(facts))) {
      await this.#clear(handle, signal)
      return undefined
    }
    return this.#watch.take(handle, facts, this.#end(handle, facts))
  }

  async list(signal: AbortSignal): Promise<readonly LifeHandle[]> {
    signal.throwIfAborted()
    const { notes, containers } = await this.#stand()
    const handles = new Map((await notes.all()).map((note) => [note.lifeId, note]))
    for (const name of await containers.names()) {
      if (handles.has(name.lifeId)) continue
      const init = await containers.init(name)
      const { pid, startTicks } = init ?? { pid: 0, startTicks: 0 }
      handles.set(name.lifeId, this.#handle(name, { pid, startTicks }))
    }
    return [...handles.values()]
  }

  async destroy(handle: LifeHandle, graceMs: number, signal: AbortSignal): Promise<void> {
    const { containers } = await this.#stand()
    this.#watch.expect(handle.lifeId)
    if (graceMs > 0) await containers.endsWithin(handle, graceMs, signal)
    await this.#clear(handle, signal)
  }

  async #start(about: {
    spec: LifeSpec
    command: readonly string[]
    onHandle: (handle: LifeHandle) => Promise<void>
    signal: AbortSignal
  }): Promise<Life> {
    const { spec, command, onHandle, signal } = about
    signal.throwIfAborted()
    const ground = await this.#stand()
    await this.#refuseSecondLife(ground, spec)
    const uid = await ground.users.of(spec.dir)
    // Again, because the caller may have made /tmp anew since the machine was prepared.
    await handOver(spec.dir, uid)
    const { run, tmp } = spec.dir
    const { memoryMib } = spec.limits
    const draft = await clearDraft(run)
    let handle = this.#handle(spec, { pid: 0, startTicks: 0, run, tmp, memoryMib })
    try {
      await ground.notes.write(handle)
      const bundle = await this.#writeBundle(ground, { spec, command, uid })
      const container = await this.#make(ground, { spec, bundle, draft, signal })
      handle = { ...handle, facts: { ...handle.facts, ...container.facts } }
      await ground.notes.write(handle)
      await onHandle(handle)
      signal.throwIfAborted()
      await rename(draft, gatewaySocketPath(run))
      await ground.runtime.start(containerOf(spec), signal)
      const isUp = (await container.up) === 'up'
      signal.throwIfAborted()
      if (!isUp) throw new Error(await container.words)
      await writeFile(startedMarkOf(bundle), '')
      container.letGo()
    } catch (error) {
      try {
        await rm(draft, { force: true })
        await this.#clear(handle, AbortSignal.timeout(clearWithinMs))
      } catch (second) {
        throw undoingFailed(error, second)
      }
      throw asDriverFailure(error, signal)
    }
    const facts = parseFacts(handle.facts)
    return this.#watch.take(handle, facts, this.#end(handle, facts))
  }

  /** The container with its first process waiting, in a network namespace that it now keeps itself. */
  async #make(
    ground: Ground,
    about: { spec: LifeSpec; bundle: string; draft: string; signal: AbortSignal },
  ) {
    const { spec, bundle, draft, signal } = about
    const networkLink = networkLinkOf(bundle)
    const pidFile = join(bundle, 'pid')
    const created = await ground.runtime.create({
      id: containerOf(spec),
      bundle,
      pidFile,
      networkLink,
      socketPath: draft,
      signal,
    })
    const pid = Number(await readFile(pidFile, 'utf8'))
    const seen = await readProcess(pid)
    if (seen === undefined) throw new Error('the first process ended at once')
    await pointTo(networkLink, `/proc/${String(pid)}/ns/net`)
    const { ino: socketInode } = await stat(draft)
    return { ...created, facts: { pid, startTicks: seen.startTicks, socketInode } }
  }

  async #writeBundle(
    ground: Ground,
    about: { spec: LifeSpec; command: readonly string[]; uid: number },
  ): Promise<string> {
    const { spec, command, uid } = about
    const { home, tmp, run, image } = spec.dir
    const bundle = join(ground.bundlesDir, spec.lifeId)
    const etc = join(bundle, 'etc')
    await mkdir(bundle, { mode: 0o700 })
    await writeSyntheticEtc(etc, uid)
    const sources = { home, tmp, run, image, relay: this.#options.relayPath, etc }
    const places = await presentPlaces(placesOf(sources, etcFiles))
    await layRoot(ground.rootDir, places)
    const config = ociConfig({
      spec,
      command: enterCommand(spec.lifeId, command),
      places,
      uid,
      root: ground.rootDir,
      cgroupsPath: ground.cgroupsPathOf(groupOf(spec)),
      networkPath: networkLinkOf(bundle),
      criuConfig: join(bundle, 'criu.conf'),
      boundsSwap: ground.boundsSwap,
      oomScoreAdj: ground.oomScoreAdj,
    })
    await writeFile(join(bundle, 'config.json'), JSON.stringify(config), { mode: 0o600 })
    return bundle
  }

  async #refuseSecondLife(ground: Ground, spec: LifeSpec): Promise<void> {
    for (const other of await ground.containers.names()) {
      if (other.machineId !== spec.machineId) continue
      if (!(await ground.containers.hasProcesses(other))) continue
      throw new HostError('driver_failed', {
        public: 'This machine is already running.',
        facts: { machineId: spec.machineId, lifeId: other.lifeId },
      })
    }
  }

  async #end(handle: LifeHandle, facts: LifeFacts): Promise<ProcessEnd> {
    for (let waitMs: number = looksMs.first; await isStillThere(facts); ) {
      await this.#options.clock.sleep(waitMs)
      waitMs = Math.min(waitMs * 2, looksMs.last)
    }
    return { code: await readEnd(facts.tmp, handle.lifeId), signal: null }
  }

  /** Leaves nothing: processes, groups, runc's memory, bundle, socket, note. Safe to run twice and side by side. */
  async #clear(handle: LifeHandle, signal: AbortSignal): Promise<void> {
    const { containers, notes, bundlesDir } = await this.#stand()
    await containers.sweep(handle, signal)
    const facts = parseFacts({ ...(await notes.read(handle.lifeId))?.facts, ...handle.facts })
    if (facts.run !== '') await removeGatewaySocket(facts.run, facts.socketInode)
    if (facts.tmp !== '') await removeEnd(facts.tmp, handle.lifeId)
    await rm(join(bundlesDir, handle.lifeId), { recursive: true, force: true })
    await notes.remove(handle.lifeId)
  }

  #handle(name: LifeName, facts: Readonly<Record<string, string | number>>): LifeHandle {
    return { driver: this.name, machineId: name.machineId, lifeId: name.lifeId, facts }
  }

  /** Found once; a failure is tried again, because the operator may have mended it. */
  #stand(): Promise<Ground> {
    this.#ground ??= layGround(this.#options).catch((error: unknown) => {
      this.#ground = undefined
      throw error
    })
    return this.#ground
  }
}

/** Exists once the command inside has been let go. */
const startedMarkOf = (bundle: string): string => join(bundle, 'started')
const networkLinkOf = (bundle: string): string => join(bundle, 'network')
