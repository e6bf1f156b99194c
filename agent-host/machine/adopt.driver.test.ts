import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { HostSnapshot } from '../protocol/control'
import type { MachineId } from '../protocol/ids'
import { DaemonUnderTest } from '../testing/daemon-under-test'

const crowd = 20
/** From the daemon's own start, in the median of three: this machine does other things too. */
const adoptedWithinMs = 2_000

const persona = { version: 1, files: { soul: '# Soul\n' }, skills: [] }

const readyAgents = (now: HostSnapshot) =>
  now.machines.filter((each) => each.lease?.agentState === 'ready').map((each) => each.id)

async function leaseAll(daemon: DaemonUnderTest, ids: readonly MachineId[]) {
  return Promise.all(
    ids.map(async (machineId) => {
      const ticket = daemon.ticket(machineId)
      const { agentId, accountId, generation } = ticket
      await daemon.call('lease', { machineId, agentId, accountId, generation, persona })
      return ticket
    }),
  )
}

/** Which process each machine's gateway lives behind; a second start would show as another one. */
const livesOf = (daemon: DaemonUnderTest, ids: readonly MachineId[]) =>
  Promise.all(ids.map(async (id) => (await daemon.recordOf(id)).life))

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

it('twenty machines outlive their daemon, are adopted within two seconds, and none starts twice', async () => {
  await using daemon = await DaemonUnderTest.start({ poolTarget: crowd })
  await daemon.answers()
  const full = await daemon.until((now) => now.pool.ready === crowd)
  const ids = full.machines.map((each) => each.id)
  const tickets = await leaseAll(daemon, ids)
  // Nothing new shall boot beside those that are adopted.
  await daemon.call('pool', { target: 0, draining: false })
  await daemon.until((now) => readyAgents(now).length === crowd && now.machines.length === crowd)
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
  const adoptedMs: number[] = []
  for (let round = 0; round < 3; round += 1) {
    await daemon.kill()
    const startedAt = performance.now()
    await daemon.boot()
    await daemon.answers()
    await daemon.until((now) => readyAgents(now).length === crowd)
    adoptedMs.push(Math.round(performance.now() - startedAt))
  }
  expect(await livesOf(daemon, ids)).toEqual(before)
  const rounds = `adopted after ${adoptedMs.join(', ')} ms`
  expect(adoptedMs.toSorted((a, b) => a - b)[1], rounds).toBeLessThan(adoptedWithinMs)

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
