import { cn } from '../cn'
import { poolContours } from './contours'

type TideRingsProps = {
  /** The agent's id. The same id is the same pool everywhere. */
  seed: string
  /** `working` ripples outwards; `ready` fills the deepest point. */
  mood?: 'still' | 'working' | 'ready'
  rings?: number
  /** Leave out where a text beside it says the same. */
  label?: string
  className?: string
}

/** An agent's face: contour lines of its own pool. */
export function TideRings({ seed, mood = 'still', rings = 5, label, className }: TideRingsProps) {
  const paths = poolContours(seed, { rings, radius: 41, roughness: 0.85 })
  return (
    <svg
      viewBox="0 0 100 100"
      fill="none"
      stroke="currentColor"
      className={cn('size-16 shrink-0 overflow-visible', className)}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {/* By its place: its own text as a key would travel to the browser once more. */}
      {paths.map((path, index) => {
        const isDeepest = index === paths.length - 1
        return (
          <path
            key={index}
            d={path}
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
            className={cn(
              'origin-center',
              mood === 'working' && 'animate-ripple',
              mood === 'ready' && isDeepest && 'fill-glass stroke-glass',
            )}
            style={
              mood === 'working' ? { animationDelay: `${(paths.length - index) * 220}ms` } : {}
            }
          />
        )
      })}
    </svg>
  )
}
