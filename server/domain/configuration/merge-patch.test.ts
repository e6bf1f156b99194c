import { describe, expect, it } from 'vitest'
import { isSame, type JsonObject, prettyJson } from './json'
import { findNull, planPatch } from './merge-patch'

const plan = (before: JsonObject, after: JsonObject) => {
  const { patch, changed, replaced } = planPatch(before, after)
  return {
    patch: JSON.parse(JSON.stringify(patch)) as unknown,
    changed: changed.map((path) => path.join('.')),
    replaced: replaced.map((path) => path.join('.')),
  }
}

describe('a patch', () => {
  it('says only what differs, and takes away with null', () => {
    const before = { a: { keep: 1, change: 2, drop: 3 }, b: true }
    const after = { a: { keep: 1, change: 9, add: { deep: 'x' } }, b: true }
    expect(plan(before, after)).toEqual({
      patch: { a: { change: 9, drop: null, add: { deep: 'x' } } },
      changed: ['a.change', 'a.drop', 'a.add.deep'],
      replaced: [],
    })
  })

  it('is empty when only the order of keys differs', () => {
    expect(
      plan({ a: 1, b: { c: [1, { d: 2, e: 3 }] } }, { b: { c: [1, { e: 3, d: 2 }] }, a: 1 }),
    ).toEqual({ patch: {}, changed: [], replaced: [] })
  })

  it('names every array that loses its entries, also inside of what is dropped', () => {
    const before = { list: [1, 2], box: { inner: [3], none: [] }, same: [1] }
    const after = { list: [2], same: [1] }
    expect(plan(before, after)).toMatchObject({
      patch: { list: [2], box: null },
      replaced: ['list', 'box.inner', 'box.none'],
    })
  })

  it('sees through an object that becomes a value, and the other way round', () => {
    expect(plan({ a: { b: 1 } }, { a: 2 }).changed).toEqual(['a.b', 'a'])
    expect(plan({ a: 2 }, { a: { b: 1 } }).changed).toEqual(['a', 'a.b'])
  })

  it('takes a key such as __proto__ for a key', () => {
    const after = JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject
    expect(plan({}, after).changed).toEqual(['__proto__.polluted'])
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('null', () => {
  it('is found wherever it stands as a value', () => {
    expect(findNull({ a: { b: null } })).toEqual(['a', 'b'])
    expect(findNull({ a: [null], b: 'null' })).toBeUndefined()
  })
})

describe('readable JSON', () => {
  it('is the same for the same content', () => {
    expect(prettyJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe(
      prettyJson({ a: [{ c: 2, d: 1 }], b: 1 }),
    )
    expect(isSame({ a: undefined as never }, {})).toBe(false)
  })
})
