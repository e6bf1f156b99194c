'use client'
import { cx } from 'class-variance-authority'
import { poolContours } from './contours'

export type RingPathsProps = {
  seed: string
  mood: 'still' | 'working' | 'ready'
  rings: number
}

/** The curves alone. Whoever draws them computes them: written out they would be sent twice, as drawing and as text. */
export function RingPaths({ seed, mood, rings }: RingPathsProps) {
  const paths = poolContours(seed, { rings, radius: 41, roughness: 0.85 })
  return paths.map((path, index) => {
    const isDeepest = index === paths.length - 1
    return (
      <path
        key={index}
        d={path}
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
        className={cx(
          'origin-center',
          mood === 'working' && 'animate-ripple',
          mood === 'ready' && isDeepest && 'fill-glass stroke-glass',
        )}
        style={mood === 'working' ? { animationDelay: `${(paths.length - index) * 220}ms` } : {}}
      />
    )
  })
}
