import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { HostId, newId } from '../../agent-host/protocol/ids'
import { StartProblem, wordsOf } from './start-problem'

const Secrets = z.object({
  /** Everything the server signs or derives begins here. */
  secretKey: z.string().min(43),
  hostId: HostId,
  /** Shared by the server and this one host: control API and tickets. */
  hostKey: z.string().min(43),
  /** Opens the first-boot form; worthless once an operator exists. */
  setupLink: z.string().min(43),
})
export type Secrets = z.infer<typeof Secrets>

const random = () => randomBytes(32).toString('base64url')

/** Made once, complete or not at all, and never made anew: data already depends on it. */
export function openSecrets(path: string): Secrets {
  if (!existsSync(path)) {
    const fresh: Secrets = {
      secretKey: random(),
      hostId: newId(HostId, 'hst'),
      hostKey: random(),
      setupLink: random(),
    }
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 })
    linkSync(draft, path)
    rmSync(draft)
  }
  try {
    return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new StartProblem(
      `The secrets in ${path} cannot be read: ${wordsOf(error)}`,
      'Restore the file from a backup. A new one would make stored keys and open sessions worthless.',
      { cause: error },
    )
  }
}
