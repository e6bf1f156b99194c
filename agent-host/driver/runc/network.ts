import { rename, rm, symlink } from 'node:fs/promises'

/**
 * Runs one command of runc inside a new network namespace that holds nothing but its own loopback, with
 * the gateway's listening socket made in there. Both are ours and not runc's: CRIU leaves a namespace that
 * it was given as it is, while one that it made comes back with the loopback down; and it finds a socket
 * only in the namespace of the machine. What has joined the namespace keeps it when this process ends.
 *
 * Arguments: one JSON object, see `NetworkPlan`. Ends with the command's own code.
 */
const script = `
const { spawn, spawnSync } = require('node:child_process')
const { readlinkSync, renameSync, rmSync, symlinkSync } = require('node:fs')
const { createServer } = require('node:net')
const { ip, link, socketLink, socketPath, stdio, command } = JSON.parse(process.argv[1])
const up = spawnSync(ip, ['link', 'set', 'lo', 'up'], { stdio: ['ignore', 'ignore', 2] })
if (up.status !== 0) process.exit(1)
function pointTo(path, target) {
  rmSync(path + '.new', { force: true })
  symlinkSync(target, path + '.new')
  renameSync(path + '.new', path)
}
pointTo(link, '/proc/' + process.pid + '/ns/net')
const server = createServer().listen(socketPath, () => {
  const { fd } = server._handle
  pointTo(socketLink, readlinkSync('/proc/self/fd/' + fd))
  const [program, ...args] = command
  spawn(program, args, { stdio: stdio.map((each) => (each === 'gateway' ? fd : each)) })
    .on('error', (error) => { process.stderr.write(error.message); process.exit(1) })
    .on('exit', (code) => process.exit(code ?? 1))
})
`

export interface NetworkPlan {
  /** Will lead to the namespace; must be led on before this process ends. */
  link: string
  /** Will say how the kernel names the socket. */
  socketLink: string
  /** Where the socket is bound. Stays when the process ends; the command and its children listen. */
  socketPath: string
  /** Descriptors of the command: 'ignore', one of this process's own, or the gateway's socket. */
  stdio: readonly ('ignore' | 'gateway' | number)[]
  command: readonly string[]
  /** True when what the command mounts must not be seen outside, and not outlive it. */
  hasPrivateMounts: boolean
}

export const privateMounts = ['--mount', '--propagation', 'private'] as const

/** The whole command line. */
export const inNetwork = (
  programs: { unshare: string; ip: string },
  plan: NetworkPlan,
): string[] => [
  ...[programs.unshare, '--net', ...(plan.hasPrivateMounts ? privateMounts : [])],
  ...[process.execPath, '-e', script],
  JSON.stringify({ ...plan, ip: programs.ip }),
]

/** Makes `link` lead to a namespace, in one step whatever it led to before. */
export async function pointTo(link: string, namespace: string): Promise<void> {
  const draft = `${link}.new`
  await rm(draft, { force: true })
  await symlink(namespace, draft)
  await rename(draft, link)
}
