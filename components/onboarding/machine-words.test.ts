import { expect, test } from 'vitest'
import { machineWords } from './machine-words'

const queued = (position: number, readyInMs: number | null) =>
  machineWords({ phase: 'queued', queue: { position, readyInMs }, problem: null })

test('without an estimate from the host no time is named', () => {
  expect(queued(3, null).detail).not.toMatch(/second|minute/)
  expect(queued(3, null).headline).toBe('Number 3 in the queue')
})

test('an estimate is rounded up, never promised shorter than it is', () => {
  expect(queued(1, 11_200).detail).toContain('about 15 seconds')
  expect(queued(1, 0).detail).toContain('about 5 seconds')
  expect(queued(9, 91_000).detail).toContain('about 2 minutes')
})

test('only a ready machine is called ready', () => {
  const phases = ['queued', 'starting', 'preparing', 'asleep', 'failed'] as const
  for (const phase of phases) {
    const words = machineWords({ phase, queue: null, problem: null })
    expect(words.headline).not.toContain('ready')
    expect(words.mood).not.toBe('ready')
  }
})

test('a failed machine says what the server said', () => {
  const words = machineWords({ phase: 'failed', queue: null, problem: 'The disk is full.' })
  expect(words.detail).toBe('The disk is full.')
})
