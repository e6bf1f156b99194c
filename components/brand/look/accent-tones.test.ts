import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accentRules, accentTones, grounds } from './accent-tones'
import { contrast, hexOf, oklchOf } from './colour'

// A walk around the wheel at three depths, and what is hardest: no colour, no light, nothing but light.
const wheel = Array.from({ length: 12 }, (_, at) => at * 30).flatMap((h) =>
  [0.2, 0.55, 0.9].map((l) => hexOf({ l, c: 0.18, h })),
)
const colours = [...wheel, '#000000', '#ffffff', '#808080', '#ffff00', '#0000ff', '#777777']

describe('the tones of an operator’s colour', () => {
  it.each(colours)('%s can be read and pressed on every ground, by day and by night', (colour) => {
    const accent = accentTones(colour)
    for (const theme of ['day', 'night'] as const) {
      const tones = accent[theme]
      for (const ground of Object.values(grounds[theme]).map(hexOf)) {
        expect(contrast(tones.coral, ground), `${theme} edge`).toBeGreaterThanOrEqual(3)
        expect(contrast(tones.coralInk, ground), `${theme} text`).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrast(tones.coralInk, tones.coralWash)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(tones.onCoral, tones.coral)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(tones.onCoral, tones.coralDeep)).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(accent.onSlate, hexOf(grounds.slate))).toBeGreaterThanOrEqual(4.5)
  })

  it('leave a colour alone that is good as it is', () => {
    expect(accentTones('#1f6feb').day.coral).toBe('#1f6feb')
  })

  it('keep the hue', () => {
    const hue = oklchOf('#ffd400').h
    for (const tone of [accentTones('#ffd400').day.coral, accentTones('#ffd400').night.coral]) {
      expect(Math.abs(oklchOf(tone).h - hue)).toBeLessThan(6)
    }
  })

  it('are written as rules that nothing can be slipped into', () => {
    expect(accentRules('#ffd400')).toMatch(
      /^html:root\{(--[a-z-]+:#[0-9a-f]{6};?)+\}html\.dark\{(--[a-z-]+:#[0-9a-f]{6};?)+\}$/,
    )
  })
})

describe('the grounds they were measured on', () => {
  const css = readFileSync('app/globals.css', 'utf8')
  const [day = '', night = ''] = [/:root \{(.*?)\n\}/s, /\n\.dark \{(.*?)\n\}/s].map(
    (block) => block.exec(css)?.[1] ?? '',
  )
  const written = (block: string, name: string) =>
    new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`)
      .exec(block)
      ?.slice(1)
      .map(Number)

  it('are the tokens of the pages', () => {
    for (const [theme, block] of [
      ['day', day],
      ['night', night],
    ] as const) {
      for (const [name, { l, c, h }] of Object.entries(grounds[theme])) {
        expect([theme, name, written(block, name)]).toEqual([theme, name, [l, c, h]])
      }
    }
    const { l, c, h } = grounds.slate
    expect(written(day, 'slate')).toEqual([l, c, h])
  })
})

describe('a colour', () => {
  it.each(['#000000', '#ffffff', '#1f6feb', '#ffd400', '#c0392b'])(
    '%s is the same after the way there and back',
    (colour) => {
      expect(hexOf(oklchOf(colour))).toBe(colour)
    },
  )

  it('is as far from another as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2)
  })
})
