import { z } from 'zod'
import { AppError } from '@/server/core/errors'

/** Where a page ends: the sort key of its last row. Opaque to browsers. */
export const cursorOf = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** The sort key behind a cursor, or null for the first page. A cursor that is not ours is `invalid`. */
export function keyOf<Key extends z.ZodType>(
  key: Key,
  cursor: string | null,
): z.output<Key> | null {
  if (cursor === null) return null
  const parsed = z
    .string()
    .transform((text, ctx) => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
      } catch {
        ctx.addIssue({ code: 'custom', message: 'not a cursor' })
        return z.NEVER
      }
    })
    .pipe(key)
    .safeParse(cursor)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', { public: 'This page does not exist. Please start at the first.' })
}

export interface Page<Row> {
  rows: Row[]
  /** For the next page; null on the last one. */
  next: string | null
}

/** Cuts a page out of one row more than it may hold: the surplus row says that there is another page. */
export function pageOf<Row>(
  found: readonly Row[],
  size: number,
  keyOfRow: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const rows = found.slice(0, size)
  const last = rows.at(-1)
  return { rows, next: found.length > size && last !== undefined ? cursorOf(keyOfRow(last)) : null }
}
