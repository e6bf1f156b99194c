import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { gatewayArguments, gatewayEnvironment, machineLimits } from '../machine/gateway-config'
import { seedHome } from '../machine/seed-home'
import { findImage } from '../testing/installed-image'
import type { RealRig } from './testing/real-rig'
import { unheard, withoutHurry } from './testing/rig'

/** That the real gateway is content with a driver's walls: what the stand-in of the other tests cannot show. */
export function describeGateway(name: string, openRig: () => Promise<RealRig>): void {
  const image = findImage()?.dir
  const title = image === undefined ? ' (skipped: no image is installed)' : ''

  it.skipIf(image === undefined)(
    `${name}: the real gateway boots inside the walls${title}`,
    async () => {
      if (image === undefined) return
      const rig = await openRig()
      try {
        const driver = rig.driver()
        const machine = await rig.machine(driver, image)
        const { dir, view } = machine
        await seedHome(dir, view, {
          token: 'a-token-for-this-test',
          modelKey: 'a-key-for-this-test',
        })
        const life = await driver.create(
          {
            ...machine.spec('serves'),
            args: gatewayArguments(view),
            env: gatewayEnvironment(view),
            limits: machineLimits,
          },
          unheard,
          withoutHurry(),
        )
        const ended = life.ended.then((end) => {
          throw new Error(`the gateway ended: ${end.reason}`)
        })
        const health = async () => {
          for (;;) {
            // Until the gateway listens, the relay breaks each connection: that is the answer "not yet".
            const answer = await machine.http('/healthz').catch(() => undefined)
            if (answer?.status === 200) return answer
            await delay(250)
          }
        }
        const answer = await Promise.race([health(), ended])
        expect(JSON.parse(answer.body)).toMatchObject({ ok: true })
        ended.catch(() => undefined)
        await driver.destroy(life.handle, 5_000, withoutHurry())
        expect((await life.ended).reason).toContain('on request')
        expect(await machine.traces()).toEqual([])
      } finally {
        await rig.dispose()
      }
    },
  )
}
