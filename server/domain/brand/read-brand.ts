import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { type BrandInput, type MissingDetail, missingIn } from './input'
import { loadBrand } from './stored-brand'

export interface Brand {
  details: BrandInput
  missing: MissingDetail[]
  changedAt: Date | null
}

/** The operator's details, and what keeps which public page from being published. */
export async function readBrand(ctx: Ctx): Promise<Brand> {
  requireOperator(ctx)
  const { brand, changedAt } = await loadBrand(ctx.db)
  return { details: brand, missing: missingIn(brand), changedAt }
}

/** What an operator still has to say; empty when every public page is published. */
export async function missingDetails(ctx: Ctx): Promise<MissingDetail[]> {
  const { missing } = await readBrand(ctx)
  return missing
}
