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

/** A letter in both of its shapes. `sender` is the name by which people know this site. */
export function writeLetter(
  kind: LetterKind,
  { locale, sender, facts }: { locale: Locale; sender: string; facts: LetterFacts },
): WrittenLetter {
  const language = languages[locale]
  const letter: Letter = {
    ...language[kind]({ ...facts, sender }),
    greeting: language.greeting(greetable(facts.name)),
  }
  return {
    subject: letter.subject,
    text: wordsOf(letter),
    html: pageOf(letter, { locale, sender }),
  }
}
