import { BrandInput, readBrand, readLegal, updateBrand } from '@/server/domain/brand'
import { openToAll, router, signedIn } from '../init'

export const brandRouter = router({
  legal: openToAll.query(({ ctx }) => readLegal(ctx)),
  get: signedIn.query(({ ctx }) => readBrand(ctx)),
  update: signedIn.input(BrandInput).mutation(({ ctx, input }) => updateBrand(ctx, input)),
})
