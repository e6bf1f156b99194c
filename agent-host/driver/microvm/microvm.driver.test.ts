import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { bringGuest } from '../../testing/bring-guest'
import { livesOf, readyCrowd } from '../../testing/crowd'
import { DaemonUnderTest } from '../../testing/daemon-under-test'
import { describeDriver } from '../contract'
import { describeHibernation } from '../contract-hibernation'
import { describeInside, describeWalls } from '../contract-walls'
import type { Driver, Hibernated, Life, LifeHandle } from '../driver'
import { type RealMachine, RealRig } from '../testing/real-rig'
import { unheard, withoutHurry } from '../testing/rig'
import { MicrovmDriver } from './microvm'

const asked = inject('testMicrovm')
const guest =
  asked === 'nothing'
    ? { problem: 'ROCKPOOL_TEST_MICROVM=quick or whole asks for it' }
    : await bringGuest()
const openRigWith = (emulation: 'never' | 'always') =>
  RealRig.open((options) => {
    if ('problem' in guest) throw new Error(guest.problem)
    return new MicrovmDriver({ ...options, asRoot: true, guestDir: guest.dir, emulation })
  })
// The same on every machine that runs the tests, whatever its KVM may be worth.
const openRig = () => openRigWith('always')

const whole = asked === 'whole' && !('problem' in guest)
const reason = 'problem' in guest ? guest.problem : 'ROCKPOOL_TEST_MICROVM=whole runs it'
const skipped = (what: string, why = reason) => `skipped, and with it ${what}: ${why}`

/** Undefined where virtual machines really run on KVM. */
async function whyNoKvm(): Promise<string | undefined> {
  if (!whole) return reason
  const rig = await openRigWith('never')
  try {
    const verdict = await rig.driver().probe(withoutHurry())
    return verdict.ok ? undefined : verdict.reason
  } finally {
    await rig.dispose()
  }
}

describe.skipIf('problem' in guest)(
  'problem' in guest ? skipped('that an emulated machine keeps its promises') : 'microvm, emulated',
  () => {
    let rig: RealRig
    let driver: Driver
    let machine: RealMachine
    let life: Life
    const heard: { handle: LifeHandle; hasStarted: boolean }[] = []

    beforeAll(async () => {
      rig = await openRig()
      driver = rig.driver()
      machine = await rig.machine(driver)
      const spec = machine.spec('serves')
      life = await driver.create(
        spec,
        async (handle) => {
          heard.push({ handle, hasStarted: machine.hasStarted() })
        },
        withoutHurry(),
      )
      const end = await Promise.race([machine.ready(), life.ended])
      if (end !== undefined) throw new Error(`the machine ended: ${end.reason}`)
    })
    afterAll(() => rig.dispose())

    it('had its handle written down before anything ran, and is what the driver lists', async () => {
      expect(heard).toEqual([{ handle: life.handle, hasStarted: false }])
      expect(await driver.list(withoutHurry())).toEqual([life.handle])
    })

    describeInside('microvm', () => machine)

    it('has a kernel of its own', async () => {
      const release = await machine.inside(`return (await load('node:os')).release()`)
      expect(release).toContain('-cloud-amd64')
    })

    it('reads a file of its home for the host, and nothing that is not there or too large', async () => {
      await machine.inside(`
        (await load('node:fs')).writeFileSync('/home/agent/picture', 'x'.repeat(300_000))
      `)
      const read = (path: string, mostBytes = 1_000_000) =>
        driver.readHome?.(life.handle, path, { mostBytes, signal: withoutHurry() })
      expect((await read('picture'))?.length).toBe(300_000)
      expect(await read('picture', 200_000)).toBeUndefined()
      expect(await read('nothing')).toBeUndefined()
    })

    it('sleeps on disk and goes on with all that it had in mind, and with the time of the host', async () => {
      const { hibernation } = driver
      if (hibernation === undefined) throw new Error('this driver cannot hibernate here')
      await machine.inside(`globalThis.kept = 'a thought'`)
      machine.hangUp()
      // However slowly a machine is emulated, it closes what nobody holds open any more.
      const fallAsleep = async (): Promise<Hibernated> => {
        const outcome = await hibernation.hibernate(life.handle, withoutHurry())
        const isBusy = outcome.state === 'running' && outcome.because === 'it has connections'
        return isBusy ? fallAsleep() : outcome
      }
      expect(await fallAsleep()).toEqual({ state: 'asleep' })
      expect((await life.ended).reason).toContain('written to disk')
      expect(await driver.list(withoutHurry())).toEqual([])
      expect(await machine.traces()).toEqual([])
      const wokenAtMs = Date.now()
      const woken = await hibernation.wake(machine.sameSpec(), unheard, withoutHurry())
      if (woken.life === undefined) throw new Error(woken.because)
      life = woken.life
      const inside = (await machine.inside(`
        return { kept: globalThis.kept, now: Date.now() }
      `)) as { kept: string; now: number }
      expect(inside.kept).toBe('a thought')
      // A clock that nobody had set would still be where it stood when the machine fell asleep.
      expect(inside.now).toBeGreaterThanOrEqual(wokenAtMs)
      expect(inside.now).toBeLessThanOrEqual(Date.now())
      expect(await rig.images()).toEqual([])
    })

    it('tells when its command ends and with which code, and leaves nothing', async () => {
      const ending = machine.inside(`
        console.error('enough for today')
        setImmediate(() => process.exit(7))
      `)
      await ending.catch(() => undefined)
      expect(await life.ended).toEqual({
        code: 7,
        reason: 'exited with code 7; last words: enough for today',
      })
      expect(await machine.traces()).toEqual([])
      expect(await driver.list(withoutHurry())).toEqual([])
    })
  },
)

// Each of these boots machines of its own under emulation: a quarter of an hour together.
describe.skipIf(!whole)(
  whole
    ? 'microvm, emulated, the whole contract'
    : skipped('the whole contract of a driver under emulation'),
  () => {
    describeDriver('microvm', openRig)
    describeWalls('microvm', { openRig, hasLimits: true, hasFolders: false })
    describeHibernation('microvm', openRig)

    it('outlives its daemon, and is adopted with its disk and its sockets', async () => {
      if ('problem' in guest) throw new Error(guest.problem)
      await using daemon = await DaemonUnderTest.start({
        poolTarget: 1,
        driver: 'microvm',
        guestDir: guest.dir,
      })
      await daemon.answers()
      const { ids, tickets } = await readyCrowd(daemon, 1)
      const [ticket] = tickets
      if (ticket === undefined) throw new Error('there is no machine')
      const before = await livesOf(daemon, ids)
      await daemon.kill()
      await daemon.boot()
      await daemon.answers()
      expect(await livesOf(daemon, ids)).toEqual(before)
      const { machineId, agentId, accountId } = ticket
      const back = await daemon.open(daemon.ticket(machineId, { agentId, accountId }))
      await back.until(() => back.states().at(-1) === 'ready')
      back.request('1', 'chat.send', {
        sessionKey: 'agent:main:main',
        message: 'still there?',
        idempotencyKey: 'after-the-crash',
      })
      await back.until(() => back.text().includes('still there?'))
    })
  },
)

const noKvm = await whyNoKvm()

describe.skipIf(noKvm !== undefined)(
  noKvm === undefined
    ? 'microvm on KVM'
    : skipped('that machines on KVM keep the whole contract, and sleep and wake', noKvm),
  () => {
    const openKvmRig = () => openRigWith('never')
    describeDriver('microvm', openKvmRig)
    describeWalls('microvm', { openRig: openKvmRig, hasLimits: true, hasFolders: false })
    describeHibernation('microvm', openKvmRig)
  },
)
