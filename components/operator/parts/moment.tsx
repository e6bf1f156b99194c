'use client'
import { useSyncExternalStore } from 'react'

type MomentProps = {
  at: Date
  /** `day` leaves the clock out. */
  precision?: 'day' | 'minute' | 'second'
  className?: string
}

const shapes = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const never = () => () => undefined

/** By the reader's own clock. A page drawn on the server knows no zone, so it says UTC until the browser takes over. */
export function Moment({ at, precision = 'minute', className }: MomentProps) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const zone = isHere ? {} : { timeZone: 'UTC' }
  const text = new Intl.DateTimeFormat('en-GB', { ...shapes[precision], ...zone }).format(at)
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className={className}>
      {text}
    </time>
  )
}
