import type { Ctx } from '@/server/domain/ctx'
import { type BrandInput, isPublished, type LegalPage, legalPages } from './input'
import { loadBrand } from './stored-brand'

export interface Legal {
  published: LegalPage[]
  /** Null while no page is published: what an operator has half typed in is nobody's business yet. */
  details: BrandInput | null
  changedAt: Date | null
}

/** Open to all: which pages about the operator exist, and what they say. */
export async function readLegal(ctx: Ctx): Promise<Legal> {
  const { brand, changedAt } = await loadBrand(ctx.db)
  const published = (Object.keys(legalPages) as LegalPage[]).filter((page) =>
    isPublished(page, brand),
  )
  return { published, details: published.length === 0 ? null : brand, changedAt }
}
