import { contrast, hexOf, type Oklch, oklchOf } from './colour'

/** What an operator's colour becomes in one theme; each is `#rrggbb` and stands for the token of its name. */
export interface AccentTones {
  coral: string
  coralDeep: string
  onCoral: string
  coralInk: string
  coralWash: string
}

export interface Accent {
  day: AccentTones
  night: AccentTones
  /** On the rock, which is dark in both. */
  onSlate: string
}

/** The grounds that tones stand on: copies of the tokens in app/globals.css, which a test compares. */
export const grounds = {
  day: {
    shore: { l: 0.972, c: 0.007, h: 195 },
    surface: { l: 0.993, c: 0.003, h: 195 },
    raised: { l: 0.998, c: 0.002, h: 195 },
    sunken: { l: 0.943, c: 0.011, h: 198 },
  },
  night: {
    shore: { l: 0.187, c: 0.024, h: 233 },
    surface: { l: 0.22, c: 0.027, h: 231 },
    raised: { l: 0.256, c: 0.029, h: 230 },
    sunken: { l: 0.16, c: 0.022, h: 235 },
  },
  slate: { l: 0.262, c: 0.031, h: 230 },
} as const

// WCAG 2.2: text, and what must be seen to know that there is a control.
const textContrast = 4.5
const edgeContrast = 3

const step = 0.005

/** The nearest lightness in one direction from which on the colour is good; black and white always are. */
function move(from: Oklch, way: 1 | -1, isGood: (hex: string) => boolean): Oklch {
  let tone = from
  while ((way === 1 ? tone.l < 1 : tone.l > 0) && !isGood(hexOf(tone))) {
    tone = { ...from, l: Math.min(1, Math.max(0, tone.l + way * step)) }
  }
  return tone
}

const isReadable = (hex: string, on: readonly string[], bound: number): boolean =>
  on.every((ground) => contrast(hex, ground) >= bound)

/** What is written on a ground of this colour: near-black with a breath of its hue, or near-white. */
function inkFor(hex: string, hue: number): string {
  const dark = hexOf({ l: 0.19, c: 0.035, h: hue })
  const light = hexOf({ l: 0.99, c: 0.004, h: hue })
  return contrast(dark, hex) >= contrast(light, hex) ? dark : light
}

function tonesFor(accent: Oklch, theme: 'day' | 'night'): AccentTones {
  const { c, h } = accent
  const around = Object.values(grounds[theme]).map(hexOf)
  const away = theme === 'day' ? -1 : 1
  const ground = move(accent, away, (hex) => {
    const ink = inkFor(hex, h)
    return isReadable(hex, around, edgeContrast) && contrast(ink, hex) >= textContrast
  })
  const coral = hexOf(ground)
  const onCoral = inkFor(coral, h)
  const isInkDark = oklchOf(onCoral).l < 0.5
  const wash =
    theme === 'day' ? { l: 0.945, c: Math.min(c, 0.03), h } : { l: 0.285, c: Math.min(c, 0.05), h }
  const coralWash = hexOf(wash)
  const ink = move(ground, away, (hex) => isReadable(hex, [...around, coralWash], textContrast))
  return {
    coral,
    // Away from what is written on it, so that hovering never costs contrast.
    coralDeep: hexOf({ ...ground, l: ground.l + (isInkDark ? 0.05 : -0.05) }),
    onCoral,
    coralInk: hexOf(ink),
    coralWash,
  }
}

/**
 * The tones of one colour in both themes. Its hue is kept; its lightness moves as far as text and edges need,
 * and no further: no colour is refused.
 */
export function accentTones(hex: string): Accent {
  const accent = oklchOf(hex)
  const slate = hexOf(grounds.slate)
  return {
    day: tonesFor(accent, 'day'),
    night: tonesFor(accent, 'night'),
    onSlate: hexOf(move(accent, 1, (tone) => contrast(tone, slate) >= textContrast)),
  }
}

const rulesOf = (tones: AccentTones): string =>
  `--coral:${tones.coral};--coral-deep:${tones.coralDeep};--on-coral:${tones.onCoral};` +
  `--coral-ink:${tones.coralInk};--coral-wash:${tones.coralWash};`

/** Stronger than the tokens' own rules by one type selector, wherever in the page it stands. */
export function accentRules(hex: string): string {
  const { day, night, onSlate } = accentTones(hex)
  return `html:root{${rulesOf(day)}--coral-on-slate:${onSlate}}html.dark{${rulesOf(night)}}`
}
