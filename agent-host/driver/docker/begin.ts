import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfThere, writeAtomically } from '../../core/atomic-file'
import { etcFiles, writeSyntheticEtc } from '../box/etc'
import { placesOf } from '../box/layout'
import type { LifeSpec } from '../driver'
import { presentPlaces } from '../runc/bundle'
import { handOver } from '../users/hand-over'
import { containerOf } from './container'
import { openDoor } from './door'
import { enterCommand } from './enter'
import type { DockerOptions, Ground } from './ground'

export const bundleOf = (ground: Ground, lifeId: string): string => join(ground.bundlesDir, lifeId)

/** What nobody knew when the handle was written down. */
const Outcome = z.object({
  /** The first process inside, as the server counts. */
  pid: z.number().int(),
  startTicks: z.number().int(),
  socketInode: z.number().int(),
})
type Outcome = z.infer<typeof Outcome>

const outcomeOf = (ground: Ground, lifeId: string): string =>
  join(bundleOf(ground, lifeId), 'outcome.json')

export const writeOutcome = (ground: Ground, lifeId: string, outcome: Outcome): Promise<void> =>
  writeAtomically(outcomeOf(ground, lifeId), JSON.stringify(outcome))

/** Undefined for a life that never came up, or of which nothing is left. */
export async function readOutcome(ground: Ground, lifeId: string): Promise<Outcome | undefined> {
  const text = await readIfThere(outcomeOf(ground, lifeId))
  return text === undefined ? undefined : Outcome.parse(JSON.parse(text))
}

/** The user that a machine runs as, who owns its directories from now on. */
export async function settleUser(ground: Ground, dir: LifeSpec['dir']): Promise<number> {
  if (ground.users === undefined) return process.geteuid?.() ?? -1
  const uid = await ground.users.of(dir)
  await handOver(dir, uid)
  return uid
}

/** Makes the container with nothing running in it. */
export async function makeContainer(
  ground: Ground,
  about: { spec: LifeSpec; command: readonly string[]; uid: number; options: DockerOptions },
): Promise<string> {
  const { spec, command, uid, options } = about
  const { home, tmp, run, image } = spec.dir
  const etc = join(bundleOf(ground, spec.lifeId), 'etc')
  await mkdir(etc, { recursive: true, mode: 0o700 })
  await writeSyntheticEtc(etc, uid)
  const sources = { home, tmp, run, image, relay: options.relayPath, etc }
  return ground.engine.create(
    containerOf({
      spec,
      command: enterCommand(spec.lifeId, command),
      places: await presentPlaces(placesOf(sources, etcFiles)),
      door: await openDoor(run, spec.lifeId, uid),
      uid,
      installation: ground.installation,
      image: await ground.engine.demand(ground.image),
      runtime: options.runtime,
      oomScoreAdj: ground.oomScoreAdj,
    }),
  )
}
