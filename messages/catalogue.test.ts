import { describe, expect, it } from 'vitest'
import german from './de.json'
import english from './en.json'

type Tree = { [key: string]: string | Tree }

/** Every text of a catalogue by its whole key. */
function textsOf(tree: Tree, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(prefix + key, value)
    else for (const [inner, text] of textsOf(value, `${prefix}${key}.`)) texts.set(inner, text)
  }
  return texts
}

/** The names that a text is given: `{days}` and `{count, plural, …}`, and the tags around its parts. */
const namesIn = (text: string): string[] =>
  [
    ...new Set(
      [...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? ''),
    ),
  ].sort()

const en = textsOf(english)
const de = textsOf(german)

describe('the catalogue of messages', () => {
  it('has the same keys in both languages', () => {
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort())
  })

  it('gives every text the same values in both languages', () => {
    for (const [key, text] of en)
      expect([key, namesIn(de.get(key) ?? '')]).toEqual([key, namesIn(text)])
  })

  it('leaves nothing empty, and nothing in English by accident', () => {
    const sameByNature =
      /^(meta\.blog|nav\.blog|blog\.title|prices\.rows\.telegram|security\.drivers\.\w+\.name|how\.(seconds|dies\.database|parts\.(front|worker|database)))/
    for (const [key, text] of de) {
      expect([key, text.trim() === '']).toEqual([key, false])
      if (!sameByNature.test(key)) expect([key, text]).not.toEqual([key, en.get(key)])
    }
  })

  it('has no straight apostrophe, which would switch off the placeholder after it', () => {
    for (const [key, text] of [...en, ...de])
      expect([key, text.includes("'")]).toEqual([key, false])
  })
})
