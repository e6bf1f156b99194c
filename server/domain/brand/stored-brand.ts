import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { settings } from '@/drizzle/schema/settings'
import type { Reader } from '@/server/domain/database'
import { BrandInput, emptyBrand } from './input'

export const settingKey = 'brand'

// A field that a later version adds is empty in what an earlier one wrote.
const StoredBrand = z
  .record(z.string(), z.unknown())
  .transform((stored) => ({ ...emptyBrand, ...stored }))
  .pipe(BrandInput)

export interface StoredBrand {
  brand: BrandInput
  /** Null until somebody has saved it. */
  changedAt: Date | null
}

export async function loadBrand(db: Reader): Promise<StoredBrand> {
  const [row] = await db.select().from(settings).where(eq(settings.key, settingKey))
  if (row === undefined) return { brand: emptyBrand, changedAt: null }
  return { brand: StoredBrand.parse(row.value), changedAt: row.changedAt }
}
