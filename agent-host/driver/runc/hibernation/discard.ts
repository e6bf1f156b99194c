import { rm } from 'node:fs/promises'
import type { LifeId, MachineId } from '../../../protocol/ids'
import { bundleOf } from '../begin'
import type { Ground } from '../ground'

/** Throws away what sleeps of a machine, and the bundle that only its waking would have needed. */
export async function discardSleep(ground: Ground, machineId: MachineId): Promise<void> {
  // A record that cannot be read names no bundle; the image goes all the same.
  const record = await ground.images.read(machineId).catch(() => undefined)
  await ground.images.discard(machineId)
  if (record === undefined) return
  await rm(bundleOf(ground, record.lifeId), { recursive: true, force: true })
}

/** The same, if it is this very life that sleeps: a later one may have taken its place. */
export async function discardSleepOf(
  ground: Ground,
  life: { machineId: MachineId; lifeId: LifeId },
): Promise<void> {
  const record = await ground.images.read(life.machineId).catch(() => undefined)
  if (record?.lifeId === life.lifeId) await discardSleep(ground, life.machineId)
}
