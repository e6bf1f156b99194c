import { expect, test } from 'vitest'
import { missingLine } from './brand-words'

test('a missing detail names the pages that wait for it', () => {
  expect(missingLine({ field: 'country', pages: ['imprint', 'privacy', 'terms'] })).toBe(
    'Country, for Imprint, Privacy, and Terms',
  )
  expect(missingLine({ field: 'supportEmail', pages: ['terms'] })).toBe(
    'Address for help, for Terms',
  )
})
