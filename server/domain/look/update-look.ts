import { createHash } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import { settings } from '@/drizzle/schema/settings'
import { AppError } from '@/server/core/errors'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import { readImageHeader } from './image-header'
import { type AccentInput, type LogoInput, maxLogoBytes, maxLogoSide } from './input'
import { readSite, type Site } from './read-site'
import { accentKey, logoFileKey, logoKey, type StoredLogo } from './stored-look'

async function store(ctx: Ctx, tx: Transaction, entry: { key: string; value: object }) {
  const { key, value } = entry
  const changedAt = ctx.clock.now()
  await tx
    .insert(settings)
    .values({ key, value, changedAt })
    .onConflictDoUpdate({ target: settings.key, set: { value, changedAt } })
}

/** Any colour is taken: pages derive tones from it that can be read on every ground of theirs. */
export async function updateAccent(ctx: Ctx, { accent }: AccentInput): Promise<Site> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    await store(ctx, tx, { key: accentKey, value: { accent } })
    await recordAudit(ctx, tx, { action: 'look.changed', facts: { accent } })
  })
  return readSite(ctx)
}

/** What is wrong with a file that should become the logo, by its bytes alone. */
function admit(bytes: Buffer): Omit<StoredLogo, 'hash'> {
  const refuse = (sentence: string) =>
    new AppError('invalid', { public: sentence, facts: { field: 'file' } })
  if (bytes.length > maxLogoBytes) {
    throw refuse(`That file has ${Math.ceil(bytes.length / 1024)} KiB. A logo may have 256.`)
  }
  if (/^\s*(<\?xml|<!--|<!doctype svg|<svg)/i.test(bytes.toString('utf8', 0, 300))) {
    throw refuse(
      'That is an SVG, which can carry programs into every page. Export it as PNG or WebP.',
    )
  }
  const header = readImageHeader(bytes)
  if (header === null) throw refuse('That file is no PNG, JPEG or WebP.')
  if (Math.max(header.width, header.height) > maxLogoSide) {
    throw refuse(
      `That picture is ${header.width} × ${header.height} pixels. ${maxLogoSide} is the most for a side.`,
    )
  }
  return header
}

export async function updateLogo(ctx: Ctx, input: LogoInput): Promise<Site> {
  requireOperator(ctx)
  const bytes = Buffer.from(input.file, 'base64')
  const header = admit(bytes)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  await ctx.db.transaction(async (tx) => {
    const logo: StoredLogo = { hash, ...header }
    await store(ctx, tx, { key: logoKey, value: logo })
    const file = { hash, type: header.type, base64: bytes.toString('base64') }
    await store(ctx, tx, { key: logoFileKey, value: file })
    await recordAudit(ctx, tx, { action: 'look.changed', facts: { logo: hash } })
  })
  return readSite(ctx)
}

/** Back to Rockpool's own colours and mark. The name is one of the operator's details, and stays. */
export async function resetLook(ctx: Ctx): Promise<Site> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    await tx.delete(settings).where(inArray(settings.key, [accentKey, logoKey, logoFileKey]))
    await recordAudit(ctx, tx, { action: 'look.reset' })
  })
  return readSite(ctx)
}
