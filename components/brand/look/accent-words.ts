import { accentTones } from './accent-tones'
import { oklchOf } from './colour'

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text)

const moved = (from: string, to: string): string => {
  if (from === to) return 'as it is'
  return oklchOf(to).l < oklchOf(from).l ? 'a darker tone' : 'a lighter tone'
}

/** What becomes of a colour, so that nobody wonders where theirs went. */
export function accentSentence(colour: string): string {
  const { day, night } = accentTones(colour)
  const [byDay, byNight] = [moved(colour, day.coral), moved(colour, night.coral)]
  if (byDay === 'as it is' && byNight === 'as it is') {
    return 'It is used as it is by day and by night; words in it take a tone that can be read.'
  }
  return `By day it is used ${asUsed(byDay)}, by night ${asUsed(byNight)}: buttons must be seen and words read on every ground.`
}

const asUsed = (way: string): string => (way === 'as it is' ? way : `in ${way}`)
