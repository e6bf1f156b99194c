import { expect, test } from 'vitest'
import { splitDetails } from './host-words'

test('the provider’s words are told apart from ours', () => {
  expect(splitDetails('Check the key.\n\nDetails: refused (401): Wrong: key\nof yours')).toEqual({
    text: 'Check the key.',
    details: 'refused (401): Wrong: key\nof yours',
  })
})

test('a sentence without details is only itself', () => {
  expect(splitDetails('Details: are part of this.')).toMatchObject({ details: null })
  expect(splitDetails('Half.\n\nDetails: ')).toEqual({ text: 'Half.', details: null })
})
