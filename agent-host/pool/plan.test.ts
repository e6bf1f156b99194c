import { describe, expect, it } from 'vitest'
import { MachineId, newId } from '../protocol/ids'
import { type PoolSnapshot, planPool } from './plan'

const machine = (
  state: PoolSnapshot['machines'][number]['state'],
  change: { leased?: boolean; image?: string } = {},
) => ({ id: newId(MachineId, 'mch'), image: 'now', state, leased: false, ...change })

const snapshot = (change: Partial<PoolSnapshot>): PoolSnapshot => ({
  image: 'now',
  target: 2,
  machines: [],
  availableMemoryMib: 20_000,
  machineMemoryMib: 1_800,
  availableDiskMib: 50_000,
  machineDiskMib: 512,
  freeBootSlots: 8,
  notBeforeMs: 0,
  ...change,
})

const creations = (plan: ReturnType<typeof planPool>) =>
  plan.steps.filter((step) => step.do === 'create').length

describe('the pool plan', () => {
  it('fills an empty pool to its target', () => {
    expect(creations(planPool(snapshot({}), 1))).toBe(2)
  })

  it('counts machines in flight and never counts claimed ones', () => {
    const machines = [machine('warming'), machine('leased', { leased: true })]
    expect(creations(planPool(snapshot({ machines }), 1))).toBe(1)
  })

  it('starts no more boots side by side than there are slots', () => {
    expect(creations(planPool(snapshot({ target: 6, freeBootSlots: 1 }), 1))).toBe(1)
  })

  it('refuses a machine that memory cannot carry and says how much it needs', () => {
    const plan = planPool(snapshot({ availableMemoryMib: 1_000 }), 1)
    expect(creations(plan)).toBe(0)
    expect(plan.problem).toContain('1800 MiB')
    expect(plan.problem).toContain('1000 MiB')
  })

  it('refuses a machine that the disk cannot hold and says how much it needs', () => {
    const plan = planPool(snapshot({ availableDiskMib: 100 }), 1)
    expect(creations(plan)).toBe(0)
    expect(plan.problem).toContain('disk is full')
    expect(plan.problem).toContain('512 MiB')
    expect(creations(planPool(snapshot({ availableDiskMib: 600 }), 1))).toBe(1)
  })

  it('counts the memory that machines in flight are about to take', () => {
    const machines = [machine('booting')]
    const plan = planPool(snapshot({ machines, availableMemoryMib: 3_500 }), 1)
    expect(creations(plan)).toBe(0)
  })

  it('replaces failed spares and those of an old image, and never a leased one', () => {
    const failed = machine('failed')
    const old = machine('ready', { image: 'before' })
    const leased = machine('failed', { leased: true, image: 'before' })
    const plan = planPool(snapshot({ machines: [failed, old, leased] }), 1)
    expect(plan.steps.filter((step) => step.do === 'remove')).toEqual([
      { do: 'remove', id: failed.id, because: 'failed' },
      { do: 'remove', id: old.id, because: 'old_image' },
    ])
    expect(creations(plan)).toBe(2)
  })

  it('waits after failures and says so, then goes on', () => {
    const waiting = snapshot({ notBeforeMs: 100 })
    expect(creations(planPool(waiting, 99))).toBe(0)
    expect(planPool(waiting, 99).problem).toContain('waits')
    expect(creations(planPool(waiting, 100))).toBe(2)
  })

  it('gives back what is above a lowered target', () => {
    const machines = [machine('ready'), machine('ready'), machine('ready')]
    const plan = planPool(snapshot({ target: 1, machines }), 1)
    expect(plan.steps.map((step) => step.do)).toEqual(['remove', 'remove'])
  })
})
