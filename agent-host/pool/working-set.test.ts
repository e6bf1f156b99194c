import { describe, expect, it } from 'vitest'
import { machineMemoryMib } from './room'
import { countedMib } from './working-set'

describe('what the next machine is counted with', () => {
  it('is a whole limit as long as too few have been seen', () => {
    expect(countedMib([], 1)).toBe(machineMemoryMib)
    expect(countedMib([900, 900], 1)).toBe(machineMemoryMib)
  })

  it('is what nine in ten of them hold, and never more than their limit', () => {
    expect(countedMib([900, 1_000, 950], 1)).toBe(1_000)
    expect(countedMib([...Array<number>(18).fill(1_000), 1_700, 1_750], 1)).toBe(1_000)
    expect(countedMib([5_000, 5_000, 5_000], 1)).toBe(machineMemoryMib)
  })

  it('is at least what a gateway holds that has said nothing yet', () => {
    expect(countedMib([300, 300, 300], 1)).toBe(800)
  })

  it('is more or less by the ratio of the operator', () => {
    expect(countedMib([1_000, 1_000, 1_000], 0.5)).toBe(500)
    expect(countedMib([], 1.5)).toBe(machineMemoryMib * 1.5)
  })
})
