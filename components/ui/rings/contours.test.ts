import { expect, test } from 'vitest'
import { poolContours } from './contours'

const shape = { rings: 5, radius: 44, roughness: 1 }
const numbers = (path: string) => path.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? []

test('the same agent has the same rings everywhere', () => {
  expect(poolContours('agt_1', shape)).toEqual(poolContours('agt_1', shape))
})

test('two agents have different rings', () => {
  expect(poolContours('agt_1', shape)).not.toEqual(poolContours('agt_2', shape))
})

test('rings of any seed stay inside the view box', () => {
  for (let index = 0; index < 500; index += 1) {
    for (const path of poolContours(`agt_${index}`, { ...shape, radius: 40 })) {
      for (const value of numbers(path)) {
        expect(value).toBeGreaterThan(-12)
        expect(value).toBeLessThan(112)
      }
    }
  }
})

test('a pool without roughness is round', () => {
  const [outer] = poolContours('round', { rings: 1, radius: 40, roughness: 0 })
  expect(outer).toMatch(/^M90 50C/)
})
