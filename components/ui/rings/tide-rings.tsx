import { cn } from '../cn'
import { RingPaths, type RingPathsProps } from './ring-paths'

type TideRingsProps = {
  /** The agent's id. The same id is the same pool everywhere. */
  seed: string
  /** `working` ripples outwards; `ready` fills the deepest point. */
  mood?: RingPathsProps['mood']
  rings?: number
  /** Leave out where a text beside it says the same. */
  label?: string
  className?: string
}

/** An agent's face: contour lines of its own pool. */
export function TideRings({ seed, mood = 'still', rings = 5, label, className }: TideRingsProps) {
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
      <RingPaths seed={seed} mood={mood} rings={rings} />
    </svg>
  )
}
