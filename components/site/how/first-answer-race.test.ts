import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { firstTokenSeconds } from './first-answer-race'

test('the bars are as long as the README says they are', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8')
  const said = /\*\*([\d.]+) s cold, ([\d.]+) s\s+from the pool/.exec(readme)
  expect(said?.slice(1).map(Number)).toEqual([firstTokenSeconds.cold, firstTokenSeconds.warm])
})
