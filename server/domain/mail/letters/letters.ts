import type { Locale } from '@/i18n/locales'
import { english } from './english'
import { german } from './german'
import {
  greetable,
  type Letter,
  type LetterFacts,
  type LetterKind,
  type Letters,
  pageOf,
  wordsOf,
} from './letter'

const languages: Record<Locale, Letters> = { en: english, de: german }

export interface WrittenLetter {
  subject: string
  text: string
  html: string
}

/** A letter in both of its shapes. `site` is the name by which people know this one. */
export function writeLetter(
  kind: LetterKind,
  { locale, site, facts }: { locale: Locale; site: string; facts: LetterFacts },
): WrittenLetter {
  const language = languages[locale]
  const letter: Letter = {
    ...language[kind]({ ...facts, site }),
    greeting: language.greeting(greetable(facts.name)),
  }
  return {
    subject: letter.subject,
    text: wordsOf(letter),
    html: pageOf(letter, { locale, site }),
  }
}
