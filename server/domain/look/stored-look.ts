import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { settings } from '@/drizzle/schema/settings'
import type { Reader } from '@/server/domain/database'
import { AccentInput } from './input'

export const accentKey = 'accent'
/** What pages need to know of the logo. Its bytes have a row of their own, which no page reads. */
export const logoKey = 'logo'
export const logoFileKey = 'logo-file'

export const StoredLogo = z.object({
  /** Of the bytes; a new logo has a new address, so the old one may be kept by browsers for ever. */
  hash: z.string(),
  type: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  width: z.number(),
  height: z.number(),
})
export type StoredLogo = z.infer<typeof StoredLogo>

export const StoredLogoFile = StoredLogo.pick({ hash: true, type: true }).extend({
  base64: z.string(),
})

export interface StoredLook {
  accent: string | null
  logo: StoredLogo | null
}

/** Null for each part that is Rockpool's own. */
export async function loadLook(db: Reader): Promise<StoredLook> {
  const rows = await db
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(inArray(settings.key, [accentKey, logoKey]))
  const stored = new Map(rows.map(({ key, value }) => [key, value]))
  const [accent, logo] = [stored.get(accentKey), stored.get(logoKey)]
  return {
    accent: accent === undefined ? null : AccentInput.parse(accent).accent,
    logo: logo === undefined ? null : StoredLogo.parse(logo),
  }
}
