import { expect, test } from 'vitest'
import { longestWaitMs, reconnectDelayMs, shortestWaitMs } from './backoff'

test('every wait lies between the shortest and the longest', () => {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    for (const share of [0, 0.5, 0.999]) {
      const waitMs = reconnectDelayMs(attempt, () => share)
      expect(waitMs).toBeGreaterThanOrEqual(shortestWaitMs)
      expect(waitMs).toBeLessThanOrEqual(longestWaitMs)
    }
  }
})

test('waits grow until the longest one', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6].map((attempt) => reconnectDelayMs(attempt, () => 0.999))
  expect(waits).toEqual([...waits].sort((a, b) => a - b))
  expect(waits[0]).toBeLessThan(2_000)
  expect(waits.at(-1)).toBeGreaterThan(14_900)
})

test('two browsers that lost the same host wait differently', () => {
  expect(reconnectDelayMs(3, () => 0.1)).not.toBe(reconnectDelayMs(3, () => 0.9))
})
