import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { gatewayArguments, gatewayEnvironment, machineLimits } from '../machine/gateway-config'
import { seedHome } from '../machine/seed-home'
import { findImage } from '../testing/installed-image'
import type { Driver, Life, LifeSpec } from './driver'
import type { RealMachine, RealRig } from './testing/real-rig'
import { unheard, withoutHurry } from './testing/rig'

interface BootedGateway {
  driver: Driver
  machine: RealMachine
  spec: LifeSpec
  life: Life
}

/** That the real gateway is content with a driver's walls: what the stand-in of the other tests cannot show. */
export function describeGateway(name: string, openRig: () => Promise<RealRig>): void {
  itWithGateway(`${name}: the real gateway boots inside the walls`, openRig, async () => {})
}

/** That the real gateway sleeps on disk and is there again long before it could have booted. */
export function describeSleepingGateway(name: string, openRig: () => Promise<RealRig>): void {
  const title = `${name}: the real gateway boots inside the walls, sleeps on disk and answers again at once, twice`
  itWithGateway(title, openRig, async ({ driver, machine, spec, life }) => {
    const { hibernation } = driver
    if (hibernation === undefined) throw new Error('this driver cannot hibernate here')
    let now = life
    for (let round = 0; round < 2; round += 1) {
      machine.hangUp()
      const slept = await hibernation.hibernate(now.handle, withoutHurry())
      expect(slept).toEqual({ state: 'asleep' })
      expect(await machine.traces()).toEqual([])
      const startedAt = performance.now()
      const woken = await hibernation.wake(spec, unheard, withoutHurry())
      if (woken.life === undefined) throw new Error(woken.because)
      now = woken.life
      const answer = await machine.http('/healthz')
      const tookMs = performance.now() - startedAt
      expect(JSON.parse(answer.body)).toMatchObject({ ok: true })
      // A boot takes ten seconds on this machine when nothing else runs; waking takes half of one.
      expect(tookMs).toBeLessThan(5_000)
    }
    return now
  })
}

/** `run` gets a gateway that answers, and returns the life that goes on in its place, if it made one. */
function itWithGateway(
  name: string,
  openRig: () => Promise<RealRig>,
  run: (about: BootedGateway) => Promise<Life | undefined | void>,
): void {
  const image = findImage()?.dir
  const title = image === undefined ? ' (skipped: no image is installed)' : ''

  it.skipIf(image === undefined)(`${name}${title}`, async () => {
    if (image === undefined) return
    const rig = await openRig()
    try {
      const driver = rig.driver()
      await driver.probe(withoutHurry())
      const machine = await rig.machine(driver, image)
      const { dir, view } = machine
      await seedHome(dir, view, { token: 'a-token-for-this-test', modelKey: 'a-key-for-this-test' })
      const spec = {
        ...machine.spec('serves'),
        args: gatewayArguments(view),
        env: gatewayEnvironment(view),
        limits: machineLimits,
      }
      const life = await driver.create(spec, unheard, withoutHurry())
      const answer = await Promise.race([health(machine), failing(life)])
      expect(JSON.parse(answer.body)).toMatchObject({ ok: true })
      const last = (await run({ driver, machine, spec, life })) ?? life
      await driver.destroy(last.handle, 5_000, withoutHurry())
      expect((await last.ended).reason).toContain('on request')
      expect(await machine.traces()).toEqual([])
    } finally {
      await rig.dispose()
    }
  })
}

async function health(machine: RealMachine) {
  for (;;) {
    // Until the gateway listens, the relay breaks each connection: that is the answer "not yet".
    const answer = await machine.http('/healthz').catch(() => undefined)
    if (answer?.status === 200) return answer
    await delay(250)
  }
}

function failing(life: Life): Promise<never> {
  const ended = life.ended.then((end) => {
    throw new Error(`the gateway ended: ${end.reason}`)
  })
  // It ends in order later, when nobody waits for this any more.
  ended.catch(() => undefined)
  return ended
}
