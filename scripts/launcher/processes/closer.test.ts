import { expect, test } from 'vitest'
import { Closer } from './closer'

const never = new AbortController().signal

test('what was opened last is closed first, each after the one before', async () => {
  const closed: string[] = []
  const closer = new Closer()
  for (const name of ['lock', 'database', 'web']) {
    closer.add(name, async () => {
      await Promise.resolve()
      closed.push(name)
    })
  }
  expect(await closer.closeAll(never, () => undefined)).toBe(true)
  expect(closed).toEqual(['web', 'database', 'lock'])
})

test('one that fails is said and does not keep the others open', async () => {
  const closed: string[] = []
  const said: string[] = []
  const closer = new Closer()
  closer.add('lock', () => closed.push('lock'))
  closer.add('web', () => {
    throw new Error('stuck')
  })
  expect(await closer.closeAll(never, (line) => said.push(line))).toBe(false)
  expect(closed).toEqual(['lock'])
  expect(said).toEqual(['web did not close: stuck'])
})

test('two that ask for a close wait for the same one', async () => {
  let closes = 0
  const closer = new Closer()
  closer.add('web', () => closes++)
  await Promise.all([
    closer.closeAll(never, () => undefined),
    closer.closeAll(never, () => undefined),
  ])
  expect(closes).toBe(1)
})
