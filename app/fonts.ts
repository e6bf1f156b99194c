import localFont from 'next/font/local'

// Cut to what the pages use (app/fonts/README.md), because a phone loads these two before the first word is
// drawn. The others are loaded when a name or a text needs their letters; their order in app/globals.css
// matters: the main ones bring a stand-in of the same width, which has every letter.

const instrument = localFont({
  src: './fonts/instrument-latin.woff2',
  weight: '400 700',
  variable: '--font-instrument',
  adjustFontFallback: 'Arial',
})

const instrumentMore = localFont({
  src: './fonts/instrument-latin-ext.woff2',
  weight: '400 700',
  variable: '--font-instrument-more',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
    },
  ],
})

const bricolage = localFont({
  src: './fonts/bricolage-latin.woff2',
  weight: '600 700',
  variable: '--font-bricolage',
  adjustFontFallback: 'Arial',
})

const bricolageMore = localFont({
  src: './fonts/bricolage-latin-ext.woff2',
  weight: '600 700',
  variable: '--font-bricolage-more',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
    },
  ],
})

/** For the outermost element: what app/globals.css calls the fonts by. */
export const fontNames = [instrument, instrumentMore, bricolage, bricolageMore]
  .map((font) => font.variable)
  .join(' ')
