import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeHibernation } from '../contract-hibernation'
import { bringCriu } from '../testing/bring-criu'
import { RealRig } from '../testing/real-rig'
import { unheard, withoutHurry } from '../testing/rig'
import { RuncDriver } from './runc'

const brought = await bringCriu()
const title = 'problem' in brought ? `skipped: ${brought.problem}` : 'by CRIU'

describe.skipIf('problem' in brought)(title, () => {
  const criu = 'path' in brought ? { criu: brought.path } : {}
  const openRig = () =>
    RealRig.open((options) => new RuncDriver({ ...options, ...criu, asRoot: true }))
  describeHibernation('runc', openRig)

  it('believes what was found out before, and keeps no memory that nobody could wake', async () => {
    const rig = await openRig()
    try {
      const driver = rig.driver()
      expect((await driver.probe(withoutHurry())).ok).toBe(true)
      const machine = await rig.machine(driver)
      const life = await driver.create(machine.spec('serves'), unheard, withoutHurry())
      await machine.ready()
      machine.hangUp()
      await driver.hibernation?.hibernate(life.handle, withoutHurry())
      expect(await rig.images()).toHaveLength(1)
      const path = join(rig.stateDir, 'hibernation.json')
      const found = JSON.parse(await readFile(path, 'utf8')) as { problem: unknown }
      expect(found.problem).toBeNull()
      await writeFile(path, JSON.stringify({ ...found, problem: 'it was refused an hour ago' }))
      const later = rig.driver()
      const verdict = await later.probe(withoutHurry())
      expect(verdict.ok && verdict.notes.join(' ')).toContain('it was refused an hour ago')
      expect(later.hibernation).toBeUndefined()
      expect(await rig.images()).toEqual([])
      expect(await machine.traces()).toEqual([])
    } finally {
      await rig.dispose()
    }
  })

  /** A driver whose CRIU is killed as soon as it writes the log that `flag` names, while there is one. */
  async function openKillingRig(dir: string) {
    const path = join(dir, 'criu')
    const script = `#!/bin/sh
real=${'path' in brought ? brought.path : ''}
[ -e ${dir}/flag ] || exec "$real" "$@"
log=$(cat ${dir}/flag)
"$real" "$@" &
while [ -e /proc/$!/exe ]; do
  ls ${dir}/*/state/asleep/*/*/"$log" >/dev/null 2>&1 || continue
  kill -9 $! $(cat /proc/$!/task/*/children)
done
wait $!
`
    await writeFile(path, script)
    await chmod(path, 0o755)
    return RealRig.open((options) => new RuncDriver({ ...options, criu: path, asRoot: true }), dir)
  }

  it('survives a CRIU that is killed: the machine runs on, or begins anew, and nothing is left', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rpk-'))
    const rig = await openKillingRig(dir)
    try {
      const driver = rig.driver()
      await driver.probe(withoutHurry())
      const { hibernation } = driver
      if (hibernation === undefined) throw new Error('this driver cannot hibernate here')
      const machine = await rig.machine(driver)
      const life = await driver.create(machine.spec('serves'), unheard, withoutHurry())
      await machine.ready()
      machine.hangUp()
      await machine.inside('globalThis.kept = 1')

      await writeFile(join(dir, 'flag'), 'dump.log')
      const killed = await hibernation.hibernate(life.handle, withoutHurry())
      expect(killed.state).toBe('running')
      expect(await machine.inside('return globalThis.kept')).toBe(1)
      await rm(join(dir, 'flag'))
      expect(await hibernation.hibernate(life.handle, withoutHurry())).toEqual({ state: 'asleep' })

      await writeFile(join(dir, 'flag'), 'restore.log')
      const woken = await hibernation.wake(machine.sameSpec(), unheard, withoutHurry())
      expect(woken.life).toBeUndefined()
      expect(await machine.traces()).toEqual([])
      expect(await rig.images()).toEqual([])
      expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain('criu')
      const next = await driver.create(machine.spec('serves'), unheard, withoutHurry())
      await machine.ready()
      await driver.destroy(next.handle, 1_000, withoutHurry())
    } finally {
      await rig.dispose()
      await rm(dir, { recursive: true, force: true })
    }
  })
})
