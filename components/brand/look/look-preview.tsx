import type { CSSProperties } from 'react'
import { isLettering, LogoMark } from '@/components/shell/logo'
import type { RouterOutputs } from '@/server/trpc/root'
import { type AccentTones, accentTones, grounds } from './accent-tones'
import { hexOf } from './colour'

type LookPreviewProps = { site: RouterOutputs['brand']['site'] }

const inks = { day: '#12262d', night: '#e9eeee' } as const
// Rockpool's own, from app/globals.css: the page around may be in the other theme.
const rockpool = {
  day: {
    coral: hexOf({ l: 0.715, c: 0.168, h: 31 }),
    coralInk: hexOf({ l: 0.505, c: 0.165, h: 29 }),
  },
  night: {
    coral: hexOf({ l: 0.735, c: 0.16, h: 32 }),
    coralInk: hexOf({ l: 0.775, c: 0.135, h: 33 }),
  },
}
const onCoral = hexOf({ l: 0.19, c: 0.035, h: 30 })
const titles = { day: 'By day', night: 'By night' } as const

/** The same corner of a page on both grounds, whichever theme this page is in. */
export function LookPreview({ site }: LookPreviewProps) {
  const tones = site.accent === null ? null : accentTones(site.accent)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {(['day', 'night'] as const).map((theme) => (
        <Corner
          key={theme}
          theme={theme}
          name={isLettering(site.logo) ? null : site.name}
          tones={tones?.[theme] ?? { ...rockpool[theme], onCoral }}
        />
      ))}
    </div>
  )
}

type CornerProps = {
  theme: 'day' | 'night'
  /** Null where the logo has it in it. */
  name: string | null
  tones: Pick<AccentTones, 'coral' | 'coralInk' | 'onCoral'>
}

function Corner({ theme, name, tones }: CornerProps) {
  // Custom properties are not among the properties that React's type knows.
  const style = {
    background: hexOf(grounds[theme].shore),
    color: inks[theme],
    '--coral': tones.coral,
    '--coral-ink': tones.coralInk,
    '--on-coral': tones.onCoral,
  } as CSSProperties
  return (
    <figure>
      <div className="grid gap-5 rounded-lg border border-line p-5" style={style}>
        <div className="flex min-w-0 items-center gap-2">
          <LogoMark />
          {name !== null && (
            <span className="truncate font-display text-xl font-bold tracking-tight">{name}</span>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-5">
          <span className="pebble bg-coral px-4.5 py-2.5 font-semibold text-on-coral">
            Start the trial
          </span>
          <span className="text-coral-ink underline underline-offset-4">A link</span>
        </div>
      </div>
      <figcaption className="mt-1.5 text-sm text-ink-soft">{titles[theme]}</figcaption>
    </figure>
  )
}
