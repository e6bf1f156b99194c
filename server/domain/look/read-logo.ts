import { eq } from 'drizzle-orm'
import { settings } from '@/drizzle/schema/settings'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { logoFileKey, type StoredLogo, StoredLogoFile } from './stored-look'

export interface LogoFile {
  type: StoredLogo['type']
  bytes: Buffer<ArrayBuffer>
}

/** Open to all. Only the logo of now has an address; that of an earlier one is `not_found`. */
export async function readLogo(ctx: Ctx, hash: string): Promise<LogoFile> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.key, logoFileKey))
  const file = row === undefined ? null : StoredLogoFile.parse(row.value)
  if (file?.hash !== hash) {
    throw new AppError('not_found', { public: 'There is no logo at this address.' })
  }
  return { type: file.type, bytes: Buffer.from(file.base64, 'base64') }
}
