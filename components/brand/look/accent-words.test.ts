import { expect, test } from 'vitest'
import { accentSentence, isColour } from './accent-words'

test('a colour that fits both themes is said to be used as it is', () => {
  expect(accentSentence('#d0582f')).toContain('as it is by day and by night')
})

test('a colour that must move is said to, and in which direction', () => {
  expect(accentSentence('#ffe500')).toContain(
    'By day it is used in a darker tone, by night as it is',
  )
  expect(accentSentence('#001a66')).toContain(
    'By day it is used as it is, by night in a lighter tone',
  )
})

test('a colour has six digits and small letters', () => {
  expect(['#1f6feb', '#1F6FEB', '1f6feb', '#fff', '#1f6feb;}'].map(isColour)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
