import { cn } from './cn'

type AvatarProps = { name: string; className?: string }

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

/** A person. An agent has tide rings instead. The name stands beside it, so this is decoration. */
export function Avatar({ name, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        'pebble grid size-9 shrink-0 place-items-center bg-sand text-xs font-bold text-kelp',
        className,
      )}
    >
      {initials(name)}
    </span>
  )
}
