import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
} from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Clock, systemClock } from '../../core/clock'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import type { BoxView, Driver, LifeSpec, MachineDir } from '../driver'
import { orIfGone } from '../linux/gone'
import { readProcess } from '../linux/processes'
import { storageDiskOf } from '../shared/storage-disk'
import { inTree } from './in-tree'
import type { Action, Rig, TestMachine } from './rig'
import { withoutHurry } from './rig'

export interface RealOptions {
  stateDir: string
  scratchDir: string
  relayPath: string
  clock: Clock
  usersDir: string
}

const standIn = inTree('agent-host/driver/testing/stand-in.mjs')
const relay = inTree('agent-host/image/relay.mjs')

/** Real directories, a small image with the Node that runs the tests, and real machines. */
export class RealRig implements Rig {
  readonly #base: string
  readonly #make: (options: RealOptions) => Driver
  readonly #machines: RealMachine[] = []

  private constructor(base: string, make: (options: RealOptions) => Driver) {
    this.#base = base
    this.#make = make
  }

  /** `within` is a directory of the test's own, where it wants to know the rig. */
  static async open(make: (options: RealOptions) => Driver, within = tmpdir()): Promise<RealRig> {
    const rig = new RealRig(await mkdtemp(join(within, 'rpd-')), make)
    const bin = join(rig.#base, 'image/node_modules/.bin')
    await mkdir(bin, { recursive: true })
    const node = join(bin, 'node')
    // A second name for 120 MB where the file system can, a copy where it cannot.
    await link(process.execPath, node).catch(() => copyFile(process.execPath, node))
    await copyFile(standIn, join(rig.#base, 'image/stand-in.mjs'))
    return rig
  }

  driver(): Driver {
    return this.#make({
      stateDir: this.stateDir,
      scratchDir: this.#base,
      relayPath: relay,
      clock: systemClock,
      usersDir: join(this.#base, 'users'),
    })
  }

  async machine(driver: Driver, image = this.image): Promise<RealMachine> {
    const machineId = newId(MachineId, 'mch')
    const base = join(this.#base, machineId.slice(4, 12))
    const dir: MachineDir = {
      machineId,
      home: join(base, 'home'),
      tmp: join(base, 'tmp'),
      run: join(base, 'run'),
      image,
    }
    for (const path of [dir.home, dir.tmp, dir.run]) await mkdir(path, { recursive: true })
    const view = await driver.prepare(dir, withoutHurry())
    const machine = await RealMachine.open(dir, view)
    this.#machines.push(machine)
    return machine
  }

  /** Holds the Node that runs the tests, and the stand-in. */
  get image(): string {
    return join(this.#base, 'image')
  }

  /** Where drivers of this rig keep what they must remember. */
  get stateDir(): string {
    return join(this.#base, 'state')
  }

  /** Where drivers of this rig keep the memory of machines that sleep on disk, one name per machine. */
  images(): Promise<string[]> {
    return orIfGone(readdir(this.#asleep), [])
  }

  /** Cuts every such memory short, as a power cut would. */
  async tearImages(): Promise<void> {
    for (const name of await this.images()) {
      const folder = join(this.#asleep, name, 'memory')
      for (const file of await readdir(folder)) {
        if (file.startsWith('pages-')) await truncate(join(folder, file), 4_096)
      }
    }
  }

  get #asleep(): string {
    return join(this.stateDir, 'asleep')
  }

  async dispose(): Promise<void> {
    const driver = this.driver()
    for (const handle of await driver.list(withoutHurry())) {
      const isOurs = this.#machines.some((machine) => machine.dir.machineId === handle.machineId)
      if (isOurs) await driver.destroy(handle, 0, withoutHurry())
    }
    for (const machine of this.#machines) await machine.close()
    await rm(this.#base, { recursive: true, force: true })
  }
}

export class RealMachine implements TestMachine {
  readonly dir: MachineDir
  readonly view: BoxView
  readonly #model: Server
  #heard: () => void = () => {}
  #hasSpoken = false
  #spec: LifeSpec | undefined
  readonly #lifeIds: LifeId[] = []
  #ready: Promise<void> = Promise.resolve()

  private constructor(dir: MachineDir, view: BoxView) {
    this.dir = dir
    this.view = view
    this.#model = createServer((_, response) => {
      response.end()
      this.#hasSpoken = true
      this.#heard()
    })
  }

  static async open(dir: MachineDir, view: BoxView): Promise<RealMachine> {
    const machine = new RealMachine(dir, view)
    const path = join(dir.run, 'model.sock')
    await new Promise<void>((resolve, reject) => {
      machine.#model.once('error', reject).listen(path, resolve)
    })
    await chmod(path, 0o666)
    return machine
  }

  spec(action: Action, limits: Partial<LifeSpec['limits']> = {}): LifeSpec {
    const { home, image, gatewayPort, modelPort } = this.view
    this.#ready = new Promise((resolve) => {
      this.#heard = resolve
    })
    this.#spec = {
      machineId: this.dir.machineId,
      lifeId: newId(LifeId, 'lif'),
      dir: this.dir,
      args: [join(image, 'stand-in.mjs'), action, String(gatewayPort), String(modelPort), home],
      env: { PATH: '/usr/bin:/bin', HOME: home, GIVEN: 'by the caller' },
      limits: { memoryMib: 512, cpuCores: 2, pids: 128, ...limits },
    }
    this.#lifeIds.push(this.#spec.lifeId)
    return this.#spec
  }

  /** The newest life's own spec again, for a machine that goes on with it. */
  sameSpec(): Omit<LifeSpec, 'lifeId'> {
    const { lifeId: _, ...spec } = this.#spec ?? this.spec('serves')
    return spec
  }

  /** A connection that stays open. Resolves when the stand-in has it. */
  async connect(): Promise<Socket> {
    const socket = connect(join(this.dir.run, 'gateway.sock'))
    await once(socket, 'connect')
    await this.inside('return 1')
    return socket
  }

  /** Its note is in its home, or on the disk that a virtual machine keeps instead, once that was written. */
  hasStarted(): boolean {
    return this.#hasSpoken || existsSync(join(this.dir.home, 'started')) || this.#noteIsOnDisk()
  }

  #noteIsOnDisk(): boolean {
    const disk = storageDiskOf(this.dir)
    if (!existsSync(disk)) return false
    const seen = spawnSync('debugfs', ['-R', 'stat home/started', disk], { encoding: 'utf8' })
    if (seen.error !== undefined) throw seen.error
    return seen.stdout.includes('Type: regular')
  }

  ready(): Promise<void> {
    return this.#ready
  }

  /** Runs the body of an async function inside; `load` imports a module there. Throws what it threw. */
  async inside(code: string): Promise<unknown> {
    const answer = await this.http('/', code)
    const parsed = JSON.parse(answer.body) as { value?: unknown; error?: string }
    if (parsed.error !== undefined) throw new Error(parsed.error)
    return parsed.value
  }

  http(path: string, body = ''): Promise<{ status: number; body: string }> {
    const socketPath = join(this.dir.run, 'gateway.sock')
    return new Promise((resolve, reject) => {
      const method = body === '' ? 'GET' : 'POST'
      // No connection stays open: a machine that sleeps can have none.
      const call = request({ socketPath, path, method, agent: false }, (answer) => {
        text(answer).then((content) => {
          resolve({ status: answer.statusCode ?? 0, body: content })
        }, reject)
      })
      call.on('error', reject).end(body)
    })
  }

  async traces(): Promise<string[]> {
    const id = this.dir.machineId
    const traces: string[] = []
    for (const { pid, files } of await youngProcesses()) {
      for (const [name, content] of Object.entries(files)) {
        if (content.includes(id)) traces.push(`process ${String(pid)}: ${name}`)
      }
    }
    const mounts = await readFile('/proc/self/mounts', 'utf8')
    for (const line of mounts.split('\n')) {
      if (line.includes(this.dir.run) || line.startsWith('rockpool ')) traces.push(`mount ${line}`)
    }
    for (const group of await groupsNamed(id)) traces.push(`group ${group}`)
    for (const name of await readdir(this.dir.run)) {
      if (name !== 'model.sock') traces.push(`socket ${name}`)
    }
    return [...traces, ...(await this.#notes()).map((path) => `file ${path}`)]
  }

  /** What the driver still keeps of any life. What sleeps on disk is kept on purpose, with its bundle. */
  async #notes(): Promise<string[]> {
    const state = join(this.dir.run, '../../state')
    const sleeps = existsSync(join(state, 'asleep', this.dir.machineId))
    const found: string[] = []
    for (const folder of ['lives', 'runc', ...(sleeps ? [] : ['bundles', 'asleep'])]) {
      for (const name of await orIfGone(readdir(join(state, folder)), [])) {
        const isOurs = [this.dir.machineId, ...this.#lifeIds].some((id) => name.includes(id))
        if (isOurs) found.push(join(folder, name))
      }
    }
    return found
  }

  /** Ends the connections that the machine has to its model. */
  hangUp(): void {
    this.#model.closeAllConnections()
  }

  async close(): Promise<void> {
    this.#model.closeAllConnections()
    await new Promise((resolve) => this.#model.close(resolve))
  }
}

/** Processes of our user that are younger than this test run: others are nobody's machines. */
async function youngProcesses() {
  const self = await readProcess(process.pid)
  const found: { pid: number; files: Record<string, string> }[] = []
  for (const entry of await readdir('/proc')) {
    const seen = Number.isInteger(Number(entry)) ? await readProcess(Number(entry)) : undefined
    if (seen === undefined || self === undefined || seen.startTicks <= self.startTicks) continue
    // Dead, and left by us for the system's first process to bury.
    if (seen.isZombie && seen.parent !== process.pid) continue
    const files: Record<string, string> = { cmdline: seen.command.join(' ') }
    for (const name of ['environ', 'cgroup']) {
      // A process that dies, or has another user, does not show all of its files.
      files[name] = await readFile(`/proc/${entry}/${name}`, 'utf8').catch(() => '')
    }
    found.push({ pid: seen.pid, files })
  }
  return found
}

/** Control groups of a machine, whichever controller and installation they are under. */
async function groupsNamed(machineId: string): Promise<string[]> {
  const roots = ['', ...(await orIfGone(readdir('/sys/fs/cgroup'), []))]
  const found: string[] = []
  for (const root of roots) {
    const ours = join('/sys/fs/cgroup', root, 'rockpool')
    if (!existsSync(ours)) continue
    for (const installation of await orIfGone(readdir(ours), [])) {
      const group = join(ours, installation, machineId)
      if (existsSync(group)) found.push(group)
    }
  }
  return found
}
