import { describe, expect, it } from 'vitest'
import { assemble, type Step } from './bpf'
import { runBpf } from './run-bpf'

const call = (number: number) => ({ architecture: 0, number })

describe('assemble', () => {
  it('encodes an instruction as the kernel lays it out: code, two jumps, value', () => {
    expect(assemble([{ load: 4 }, { answer: 0x7fff0000 }]).toString('hex')).toBe(
      '2000000004000000060000000000ff7f',
    )
  })

  it('counts a jump from the instruction after it', () => {
    const program = assemble([
      { load: 0 },
      { when: 'equals', value: 7, go: 'seven' },
      { when: 'atLeast', value: 100, go: 'many' },
      { when: 'hasAnyOf', value: 0b10, go: 'seven' },
      { answer: 1 },
      { at: 'many' },
      { answer: 2 },
      { at: 'seven' },
      { answer: 3 },
    ])
    expect([7, 100, 250, 0b10, 0b100].map((number) => runBpf(program, call(number)))).toEqual([
      3, 2, 2, 3, 1,
    ])
  })

  it('refuses a label that is unknown, stands twice, lies behind or is too far', () => {
    const jump: Step = { when: 'equals', value: 1, go: 'end' }
    expect(() => assemble([jump])).toThrow('no label "end"')
    expect(() => assemble([jump, { at: 'end' }, { at: 'end' }])).toThrow('stands twice')
    expect(() => assemble([{ at: 'end' }, { answer: 0 }, jump])).toThrow('out of reach')
    const far = Array.from({ length: 256 }, (): Step => ({ load: 0 }))
    expect(() => assemble([jump, ...far, { at: 'end' }, { answer: 0 }])).toThrow('out of reach')
    expect(() => assemble([jump, ...far.slice(1), { at: 'end' }, { answer: 0 }])).not.toThrow()
  })
})
