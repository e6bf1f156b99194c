import { expect, test } from 'vitest'
import { folderWords, leftWords } from './approval-words'

test('a folder of the workspace is named as the person knows it, any other one in full', () => {
  expect(folderWords('/home/agent/workspace')).toBe('its workspace')
  expect(folderWords('/home/agent/workspace/tea/2026')).toBe('tea/2026, in its workspace')
  expect(folderWords('/etc')).toBe('/etc')
})

test('the time that is left is rounded up, so that the last minute is still one', () => {
  expect(leftWords(1_800_000)).toContain('30 minutes')
  expect(leftWords(61_000)).toContain('2 minutes')
  expect(leftWords(1)).toContain('a minute')
  expect(leftWords(0)).toContain('time is over')
})
