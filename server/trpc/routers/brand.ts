import {
  AddressInput,
  BrandInput,
  readAddress,
  readBrand,
  readLegal,
  updateAddress,
  updateBrand,
} from '@/server/domain/brand'
import {
  AccentInput,
  LogoInput,
  readSite,
  resetLook,
  updateAccent,
  updateLogo,
} from '@/server/domain/look'
import { openToAll, operatorOnly, router, signedIn } from '../init'

export const brandRouter = router({
  legal: openToAll.query(({ ctx }) => readLegal(ctx)),
  /** What every page shows of whoever runs this site. */
  site: openToAll.query(({ ctx }) => readSite(ctx)),
  get: signedIn.query(({ ctx }) => readBrand(ctx)),
  update: signedIn.input(BrandInput).mutation(({ ctx, input }) => updateBrand(ctx, input)),
  changeAccent: operatorOnly
    .input(AccentInput)
    .mutation(({ ctx, input }) => updateAccent(ctx, input)),
  changeLogo: operatorOnly.input(LogoInput).mutation(({ ctx, input }) => updateLogo(ctx, input)),
  resetLook: operatorOnly.mutation(({ ctx }) => resetLook(ctx)),
  address: operatorOnly.query(({ ctx }) => readAddress(ctx)),
  changeAddress: operatorOnly
    .input(AddressInput)
    .mutation(({ ctx, input }) => updateAddress(ctx, input)),
})
