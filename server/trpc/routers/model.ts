import {
  ChooseModelInput,
  chooseModel,
  getModel,
  OwnProviderInput,
  removeOwnProvider,
  saveOwnProvider,
  testOwnProvider,
} from '@/server/domain/model'
import { router, signedIn } from '../init'

export const modelRouter = router({
  get: signedIn.query(({ ctx }) => getModel(ctx)),
  test: signedIn.input(OwnProviderInput).mutation(({ ctx, input }) => testOwnProvider(ctx, input)),
  save: signedIn.input(OwnProviderInput).mutation(({ ctx, input }) => saveOwnProvider(ctx, input)),
  choose: signedIn.input(ChooseModelInput).mutation(({ ctx, input }) => chooseModel(ctx, input)),
  remove: signedIn.mutation(({ ctx }) => removeOwnProvider(ctx)),
})
