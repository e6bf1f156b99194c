import { settings } from '@/drizzle/schema/settings'
import type { Ctx } from '@/server/domain/ctx'
import { type BrandInput, missingIn } from './input'
import type { Brand } from './read-brand'
import { requireOperator } from './require-operator'
import { settingKey } from './stored-brand'

/** Replaces all details at once. Repeating it changes nothing but the time. */
export async function updateBrand(ctx: Ctx, input: BrandInput): Promise<Brand> {
  requireOperator(ctx)
  const changedAt = ctx.clock.now()
  await ctx.db
    .insert(settings)
    .values({ key: settingKey, value: input, changedAt })
    .onConflictDoUpdate({ target: settings.key, set: { value: input, changedAt } })
  return { details: input, missing: missingIn(input), changedAt }
}
