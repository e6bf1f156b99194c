import { constants } from 'node:fs'
import { chmod, chown, open } from 'node:fs/promises'
import type { MachineDir } from '../driver'

/** Gives the machine's user its directories. Repeatable. */
export async function handOver(dir: MachineDir, uid: number): Promise<void> {
  await giveTop(dir.home, uid)
  await giveTop(dir.tmp, uid)
  // The machine may pass through to the sockets by name; it can neither list nor change the directory.
  await chown(dir.run, process.geteuid?.() ?? 0, uid)
  await chmod(dir.run, 0o710)
}

/**
 * The directory itself and nothing below: what a machine wrote there may be a link to anywhere. One that
 * belongs to somebody else than us was handed over before, and only to the same user.
 */
async function giveTop(path: string, uid: number): Promise<void> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants
  const folder = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    const seen = await folder.stat()
    if (seen.uid === uid) return
    if (seen.uid !== process.geteuid?.()) {
      throw new Error(`${path} belongs to user ${String(seen.uid)}, not to ${String(uid)}`)
    }
    await folder.chmod(0o700)
    await folder.chown(uid, uid)
  } finally {
    await folder.close()
  }
}
