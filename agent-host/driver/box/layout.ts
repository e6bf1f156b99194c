import type { BoxView, LifeSpec, MachineDir } from '../driver'
import { relayEnvironment } from '../shared/relay-settings'

/**
 * What a machine looks like from inside, in words that every walled driver can build: which places it
 * sees, what is in them, and what its command is. Read-only unless said otherwise.
 */
export type Place =
  /** A directory or file of the host. `optional` ones are left out where the host has none. */
  | { kind: 'bind'; from: string; at: string; writable?: true; optional?: true }
  | { kind: 'memory'; at: string; mebibytes: number; mode: number }
  | { kind: 'link'; at: string; to: string }
  | { kind: 'folder'; at: string }

/** Where things are inside. The ports are OpenClaw's own default and one that nothing known uses. */
export const inside: BoxView = {
  home: '/home/agent',
  tmp: '/tmp',
  image: '/opt/image',
  node: '/opt/image/node_modules/.bin/node',
  gatewayPort: 18_789,
  modelPort: 19_999,
}

export const hostFolder = '/host'
export const relayFile = '/opt/relay.mjs'
export const hostname = 'machine'
/** The user inside; outside it is another for each machine. */
export const insideUid = 1_000

/** What of the host's own system a machine may read: programs, libraries, certificates. No settings. */
const systemBinds = [
  '/usr',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
  '/etc/ca-certificates',
  '/etc/pki/tls/certs',
  '/etc/pki/ca-trust/extracted',
]

/** Where the sources of a box are for the process that builds it. */
export interface Sources extends Pick<MachineDir, 'home' | 'tmp' | 'run' | 'image'> {
  relay: string
  /** A directory with the files that `writeSyntheticEtc` writes. */
  etc: string
}

/** The places of a box, in the order in which they must be made. */
export function placesOf(sources: Sources, etcFiles: readonly string[]): Place[] {
  return [
    ...systemBinds.map((path): Place => ({ kind: 'bind', from: path, at: path, optional: true })),
    // One merged /usr, as every current distribution has it.
    ...['bin', 'sbin', 'lib', 'lib64'].map(
      (name): Place => ({ kind: 'link', at: `/${name}`, to: `usr/${name}` }),
    ),
    ...etcFiles.map(
      (name): Place => ({ kind: 'bind', from: `${sources.etc}/${name}`, at: `/etc/${name}` }),
    ),
    { kind: 'memory', at: '/run', mebibytes: 16, mode: 0o755 },
    { kind: 'folder', at: '/var/tmp' },
    { kind: 'bind', from: sources.image, at: inside.image },
    { kind: 'bind', from: sources.relay, at: relayFile },
    { kind: 'bind', from: sources.run, at: hostFolder },
    { kind: 'bind', from: sources.home, at: inside.home, writable: true },
    { kind: 'bind', from: sources.tmp, at: inside.tmp, writable: true },
  ]
}

/** The command that runs inside: the image's Node with the relay in front of what was asked for. */
export function commandOf(spec: LifeSpec): string[] {
  return [inside.node, `--import=${relayFile}`, ...spec.args]
}

/** `channel` is the file that speaks to the host where its sockets cannot be reached. */
export function environmentOf(spec: LifeSpec, channel?: string): Record<string, string> {
  return {
    ...spec.env,
    ...relayEnvironment({
      gatewayPort: inside.gatewayPort,
      outbound: [{ port: inside.modelPort, path: `${hostFolder}/model.sock` }],
      ...(channel === undefined ? {} : { channel }),
    }),
  }
}
