import { expect, test } from 'vitest'
import { linkOf } from './setup-link'

test('the link is read from the query', () => {
  expect(linkOf('?link=abc-_1', '')).toBe('abc-_1')
})

test('the link is read from the fragment, with or without its name', () => {
  expect(linkOf('', '#link=abc')).toBe('abc')
  expect(linkOf('', '#abc')).toBe('abc')
})

test('an address without a link has none', () => {
  expect(linkOf('', '')).toBe('')
  expect(linkOf('?other=1', '#')).toBe('')
})
