import { type CxOptions, cx } from 'class-variance-authority'
import { twMerge } from 'tailwind-merge'

/** Joins class names; of two that set the same property, the later one wins. */
export function cn(...parts: CxOptions): string {
  return twMerge(cx(parts))
}
