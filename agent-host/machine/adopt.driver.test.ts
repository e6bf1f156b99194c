import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { HostSnapshot } from '../protocol/control'
import { MachineId } from '../protocol/ids'
import { adoptedAfterMs, leaseAll, livesOf, readyAgents, readyCrowd } from '../testing/crowd'
import { DaemonUnderTest } from '../testing/daemon-under-test'

const crowd = 20

/** Ends a machine behind its daemon's back, as the kernel or an operator would. */
async function endLifeOf(daemon: DaemonUnderTest, id: MachineId): Promise<void> {
  const pid = (await daemon.recordOf(id)).life?.facts['pid']
  if (typeof pid !== 'number') throw new Error('the machine is not up')
  process.kill(pid, 'SIGKILL')
}

it('warmed spares outlive their daemon, and what died meanwhile is replaced or booted again', async () => {
  await using daemon = await DaemonUnderTest.start({ poolTarget: 3 })
  await daemon.answers()
  const spares = (await daemon.until((now) => now.pool.ready === 3)).machines
  const [owned, lost, kept] = spares.map((each) => each.id)
  if (owned === undefined || lost === undefined || kept === undefined) throw new Error('too few')
  await leaseAll(daemon, [owned])
  await daemon.call('pool', { target: 2, draining: false })
  await daemon.until((now) => readyAgents(now).length === 1 && now.machines.length === 3)
  const [ownedBefore, keptBefore] = await livesOf(daemon, [owned, kept])

  await daemon.kill()
  await endLifeOf(daemon, owned)
  await endLifeOf(daemon, lost)
  await daemon.boot()
  await daemon.answers()
  const after = await daemon.until((now) => readyAgents(now).length === 1 && now.pool.ready === 2)
  expect(after.machines.map((each) => each.id)).not.toContain(lost)
  const [ownedAfter, keptAfter] = await livesOf(daemon, [owned, kept])
  expect(keptAfter).toEqual(keptBefore)
  expect(ownedAfter?.lifeId).not.toBe(ownedBefore?.lifeId)
})

const isRoot = process.geteuid?.() === 0
const why = isRoot ? '' : ' (skipped: only root can halt a machine)'

it.skipIf(!isRoot)(
  `a halted agent outlives its daemon, and goes on when it is wanted${why}`,
  async () => {
    await using daemon = await DaemonUnderTest.start({ poolTarget: 1, freezeMinutes: 0.002 })
    await daemon.answers()
    const machineId = MachineId.parse(await daemon.readyMachine())
    const ticket = daemon.ticket(machineId)
    const { agentId, accountId, generation } = ticket
    const persona = { version: 1, files: { soul: '# Soul' }, skills: [] }
    await daemon.call('lease', { machineId, agentId, accountId, generation, persona })
    const isHalted = (now: HostSnapshot) =>
      now.machines.some(({ id, lease }) => id === machineId && lease?.asleep?.depth === 'frozen')
    await daemon.until(isHalted)
    const before = await livesOf(daemon, [machineId])

    await daemon.kill()
    await daemon.boot()
    await daemon.answers()
    await daemon.until(isHalted)
    expect(await livesOf(daemon, [machineId])).toEqual(before)

    const browser = await daemon.open(daemon.ticket(machineId, { agentId, accountId }))
    browser.request('1', 'chat.send', {
      sessionKey: 'agent:main:main',
      message: 'slept through it?',
      idempotencyKey: 'after-the-crash',
    })
    await browser.until(() => browser.text().includes('slept through it?'))
    expect(await livesOf(daemon, [machineId])).toEqual(before)
  },
)

it('twenty machines outlive their daemon, are adopted, and none starts twice', async () => {
  await using daemon = await DaemonUnderTest.start({ poolTarget: crowd })
  const { ids, tickets } = await readyCrowd(daemon, crowd)
  const before = await livesOf(daemon, ids)
  expect(new Set(before.map((life) => life?.lifeId)).size).toBe(crowd)
  const browser = await daemon.open(tickets[0] ?? daemon.ticket(ids[0] ?? ''))
  await browser.until(() => browser.states().at(-1) === 'ready')

  // While it takes them up again, it is killed over and over, each time a little later.
  await daemon.kill()
  for (const afterMs of [150, 300, 600]) {
    await daemon.boot()
    await delay(afterMs)
    await daemon.kill()
  }
  // How long it takes is the benchmark's to say: `npm run bench -- adopt`.
  await adoptedAfterMs(daemon, crowd)
  expect(await livesOf(daemon, ids)).toEqual(before)

  const { machineId, agentId, accountId } = tickets[0] ?? daemon.ticket('')
  const back = await daemon.open(daemon.ticket(machineId, { agentId, accountId }))
  await back.until(() => back.states().at(-1) === 'ready')
  back.request('1', 'chat.send', {
    sessionKey: 'agent:main:main',
    message: 'still there?',
    idempotencyKey: 'after-the-crash',
  })
  await back.until(() => back.text().includes('still there?'))
})
