import { eq } from 'drizzle-orm'
import { settings } from '@/drizzle/schema/settings'
import type { Reader } from '@/server/domain/database'
import { AddressInput } from './input'

export const addressKey = 'public-address'

export interface StoredAddress {
  /** An origin; null while the site goes by the address it was started with. */
  address: string | null
  /** Whether what a program on this server says about a visitor is believed (server/auth/request-origin.ts). */
  isBehindProxy: boolean
  changedAt: Date | null
}

export async function loadAddress(db: Reader): Promise<StoredAddress> {
  const [row] = await db.select().from(settings).where(eq(settings.key, addressKey))
  if (row === undefined) return { address: null, isBehindProxy: false, changedAt: null }
  const { address, isBehindProxy } = AddressInput.parse(row.value)
  return { address: address === '' ? null : address, isBehindProxy, changedAt: row.changedAt }
}
