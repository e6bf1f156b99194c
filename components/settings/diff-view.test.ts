import { describe, expect, it } from 'vitest'
import { linesBetween, shorten } from './diff-view'

const text = (...lines: (string | number)[]) => `${lines.join('\n')}\n`
const numbers = Array.from({ length: 30 }, (_, index) => index)

describe('the difference of two texts', () => {
  it('keeps every line of both, in order', () => {
    const lines = linesBetween(text('a', 'b', 'c'), text('a', 'x', 'c'))
    expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'gone b',
      'new x',
      'same c',
    ])
  })

  it('hides what is far from any change and says how much', () => {
    const after = numbers.map((n) => (n === 15 ? 'changed' : n))
    const kept = shorten(linesBetween(text(...numbers), text(...after)))
    expect(kept.map(({ text }) => text)).toEqual(
      ['12 lines', 12, 13, 14, 15, 'changed', 16, 17, 18, '11 lines'].map(String),
    )
  })

  it('of equal texts is one gap', () => {
    expect(shorten(linesBetween(text('a'), text('a')))).toEqual([{ kind: 'gap', text: '1 line' }])
  })
})
