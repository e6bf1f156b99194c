import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../../core/atomic-file'
import { hostname, inside } from './layout'

/** The files that a machine finds in /etc. */
export const etcFiles = [
  'passwd',
  'group',
  'hosts',
  'hostname',
  'resolv.conf',
  'nsswitch.conf',
] as const

/**
 * The /etc of a machine: enough for programs to find names, nothing of the host's own. `uid` is the user
 * that it sees itself as.
 */
function syntheticEtc(uid: number): Record<(typeof etcFiles)[number], string> {
  const id = String(uid)
  return {
    passwd: [
      'root:x:0:0:root:/nonexistent:/usr/sbin/nologin',
      `agent:x:${id}:${id}:agent:${inside.home}:/bin/sh`,
      'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
      '',
    ].join('\n'),
    group: ['root:x:0:', `agent:x:${id}:`, 'nogroup:x:65534:', ''].join('\n'),
    hosts: `127.0.0.1 localhost ${hostname}\n::1 localhost\n`,
    hostname: `${hostname}\n`,
    // Empty: without a network there is no name server to ask, and asking the host's would hang.
    'resolv.conf': '',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  }
}

/** Writes the files into `dir`, readable for every machine's user. Repeatable. */
export async function writeSyntheticEtc(dir: string, uid: number): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o755 })
  await chmod(dir, 0o755)
  for (const [name, content] of Object.entries(syntheticEtc(uid))) {
    await writeAtomically(join(dir, name), content)
    await chmod(join(dir, name), 0o644)
  }
}
