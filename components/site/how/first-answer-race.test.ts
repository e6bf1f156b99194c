import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { firstTokenSeconds } from './first-answer-race'

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')
const readme = read('README.md')

test('the bars are as long as the README says they are', () => {
  const said = /\*\*([\d.]+) s cold, ([\d.]+) s\s+from the pool/.exec(readme)
  expect(said?.slice(1).map(Number)).toEqual([firstTokenSeconds.cold, firstTokenSeconds.warm])
})

test.each(['en', 'de'])(
  'the article in %s tells no measurement that the README does not',
  (locale) => {
    const article = read(`content/blog/${locale}/warm-pool.mdx`)
    const measured = [...article.matchAll(/\d+[.,]\d+|\d+(?= milli)/gi)].map(([number]) =>
      number.replace(',', '.'),
    )
    expect(measured.length).toBeGreaterThan(5)
    expect(measured.filter((number) => !readme.includes(number))).toEqual([])
  },
)
