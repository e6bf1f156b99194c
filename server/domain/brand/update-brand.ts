import { settings } from '@/drizzle/schema/settings'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { type BrandInput, missingIn } from './input'
import type { Brand } from './read-brand'
import { settingKey } from './stored-brand'

/** Replaces all details at once. Repeating it changes nothing but the time. */
export async function updateBrand(ctx: Ctx, input: BrandInput): Promise<Brand> {
  requireOperator(ctx)
  const changedAt = ctx.clock.now()
  const missing = missingIn(input)
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(settings)
      .values({ key: settingKey, value: input, changedAt })
      .onConflictDoUpdate({ target: settings.key, set: { value: input, changedAt } })
    await recordAudit(ctx, tx, { action: 'brand.changed', facts: { missing: missing.length } })
  })
  return { details: input, missing, changedAt }
}
