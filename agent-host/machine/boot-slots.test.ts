import { expect, test } from 'vitest'
import { BootSlots } from './boot-slots'

/** A boot that lasts until it is told to end, and how it stands. */
function boot(slots: BootSlots, urgent: boolean, signal = new AbortController().signal) {
  const told = Promise.withResolvers<undefined>()
  const state = { runs: false, end: () => told.resolve(undefined) }
  const over = slots.run(urgent, signal, async () => {
    state.runs = true
    await told.promise
    state.runs = false
  })
  return { state, over }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('spares boot one after the other, and in their order', async () => {
  const slots = new BootSlots(1)
  const [first, second, third] = [boot(slots, false), boot(slots, false), boot(slots, false)]
  await settled()
  expect([first, second, third].map(({ state }) => state.runs)).toEqual([true, false, false])
  first.state.end()
  await first.over
  await settled()
  expect([second, third].map(({ state }) => state.runs)).toEqual([true, false])
})

test('an agent that somebody owns does not wait for a spare’s boot', async () => {
  const slots = new BootSlots(1)
  const spare = boot(slots, false)
  const owned = boot(slots, true)
  await settled()
  expect([spare, owned].map(({ state }) => state.runs)).toEqual([true, true])
})

test('a crowd of owned agents takes turns too, and goes before the spares', async () => {
  const slots = new BootSlots(1)
  const [first, second] = [boot(slots, true), boot(slots, true)]
  const spare = boot(slots, false)
  const third = boot(slots, true)
  await settled()
  expect([first, second, third, spare].map(({ state }) => state.runs)).toEqual([
    true,
    true,
    false,
    false,
  ])
  first.state.end()
  await first.over
  await settled()
  expect([third.state.runs, spare.state.runs]).toEqual([true, false])
  second.state.end()
  await second.over
  await settled()
  // Only the third runs, and it fills the house: a spare has no extra place.
  expect(spare.state.runs).toBe(false)
  third.state.end()
  await third.over
  await settled()
  expect(spare.state.runs).toBe(true)
})

test('who stops waiting gives no place away', async () => {
  const slots = new BootSlots(1)
  const running = boot(slots, false)
  const leaving = new AbortController()
  const left = boot(slots, false, leaving.signal)
  leaving.abort(new Error('asked to stop'))
  await expect(left.over).rejects.toThrow('asked to stop')
  expect(slots.load).toBe(1)
  running.state.end()
  await running.over
  expect(slots.load).toBe(0)
})
