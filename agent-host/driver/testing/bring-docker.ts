import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describeError } from '../../core/errors'
import { Engine } from '../docker/engine/engine'
import { findProgram } from '../linux/programs'
import { inTree } from './in-tree'

const run = promisify(execFile)

/** A name that this Docker knows for the runtime that it has. */
export const otherRuntime = 'rockpool-other'

const kept = inTree('.rockpool/test-docker')
const fetchWithinMs = 120_000
const startWithinMs = 60_000
const endWithinMs = 30_000
/** What dockerd starts by name. */
const programs = ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'] as const

/** A Docker of this test alone, whose containers nobody else sees. */
export interface TestDocker {
  socket: string
  /** Where it keeps everything. */
  dir: string
  /** The control groups below which its containers have theirs. */
  groups: () => Promise<string[]>
  /** Ends it and what it keeps, and removes everything. */
  end(): Promise<void>
}

/**
 * Docker's daemon and the folders of its other programs: the system's own, or those of Debian's packages,
 * unpacked where nothing of the system finds or starts them.
 */
async function bringPrograms(): Promise<
  { dockerd: string; folders: string[] } | { problem: string }
> {
  if (process.geteuid?.() !== 0) return { problem: 'only root may run Docker' }
  const own = await Promise.all(programs.map(findProgram))
  const [dockerd] = own
  if (dockerd !== undefined && !own.includes(undefined)) return { dockerd, folders: [] }
  try {
    if (!existsSync(kept)) await fetchPackages()
    const folders = [join(kept, 'usr/sbin'), join(kept, 'usr/bin')]
    return { dockerd: join(kept, 'usr/sbin/dockerd'), folders }
  } catch (error) {
    return { problem: `Docker is not here and could not be fetched: ${describeError(error)}` }
  }
}

/** Some 60 MB, once per checkout. */
async function fetchPackages(): Promise<void> {
  await mkdir(join(kept, '..'), { recursive: true })
  const draft = await mkdtemp(`${kept}-`)
  try {
    const root = join(draft, 'root')
    const apt = (...args: string[]) =>
      run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', ...args], {
        cwd: draft,
        timeout: fetchWithinMs,
      })
    const packages = ['docker.io', 'containerd']
    // A system that was never updated knows no packages.
    await apt('download', ...packages).catch(async () => {
      await apt('update')
      await apt('download', ...packages)
    })
    for (const name of await readdir(draft)) {
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(draft, name), root])
    }
    await rm(kept, { recursive: true, force: true })
    await rename(root, kept)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** A running Docker, or why there is none. It touches neither the rules nor the addresses of this server. */
export async function startDocker(): Promise<TestDocker | { problem: string }> {
  const brought = await bringPrograms()
  if ('problem' in brought) return brought
  // In memory where there is some: Docker waits for the disk at every step of every container.
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const dir = await mkdtemp(join(base, 'rpdk-'))
  const log = await open(join(dir, 'log'), 'w')
  await writeFile(join(dir, 'settings.json'), '{}')
  const socket = join(dir, 'docker.sock')
  const path = [...brought.folders, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':')
  const daemon = spawn(brought.dockerd, argumentsOf(dir, socket), {
    cwd: '/',
    env: { PATH: path } as unknown as NodeJS.ProcessEnv,
    // In our own group: what ends the tests from a terminal has it end its containers and itself.
    stdio: ['ignore', log.fd, log.fd],
  })
  // Also when it could not even be started.
  const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()))
  daemon.once('error', () => undefined)
  await log.close()
  const docker = {
    socket,
    dir,
    groups: () => groupsOf(dir),
    end: () => endDocker(dir, daemon, ended),
  }
  const hasEnded = new AbortController()
  void ended.then(() => hasEnded.abort())
  if (await answers(socket, hasEnded.signal)) return docker
  const problem = `dockerd did not start: ${await lastLine(join(dir, 'log'))}`
  await docker.end()
  return { problem }
}

const argumentsOf = (dir: string, socket: string): string[] => [
  ...['--data-root', join(dir, 'data'), '--exec-root', join(dir, 'exec')],
  ...['--host', `unix://${socket}`, '--pidfile', join(dir, 'pid')],
  // Not the operator's own settings; no rule, no bridge, no forwarding.
  ...['--config-file', join(dir, 'settings.json')],
  ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
  ...['--bridge=none', '--userland-proxy=false'],
  ...['--add-runtime', `${otherRuntime}=runc`],
  // Its own, and by itself: systemd would have to be there and be asked.
  ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${basename(dir)}`],
]

/** Version 2 is one tree, version 1 one for each controller. */
async function groupsOf(dir: string): Promise<string[]> {
  const trees = ['', ...(await readdir('/sys/fs/cgroup'))]
  return trees.map((tree) => join('/sys/fs/cgroup', tree, basename(dir))).filter(existsSync)
}

/** It listens only when all of it is up; there is no other sign. */
async function answers(socket: string, hasEnded: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + startWithinMs
  while (!hasEnded.aborted && Date.now() < deadline) {
    const isUp = await Engine.open(socket).then(
      () => true,
      () => false,
    )
    if (isUp) return true
    await delay(50)
  }
  return false
}

async function endDocker(
  dir: string,
  daemon: { kill(signal: 'SIGTERM' | 'SIGKILL'): boolean },
  ended: Promise<void>,
): Promise<void> {
  daemon.kill('SIGTERM')
  const isLate = await Promise.race([
    ended.then(() => false),
    delay(endWithinMs, true, { ref: false }),
  ])
  if (isLate) daemon.kill('SIGKILL')
  await ended
  // What a storage driver has left mounted would keep the directory.
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n')
  const below = mounts
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((at) => at.startsWith(dir))
  for (const at of below.reverse()) await run('umount', [at])
  for (const group of await groupsOf(dir)) await rmdir(group)
  await rm(dir, { recursive: true, force: true })
}

async function lastLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trim().split('\n').at(-1) ?? ''
}
