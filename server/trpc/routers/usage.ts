import { getMyUsage, SetLimitInput, setMyLimit } from '@/server/domain/usage'
import { router, signedIn } from '../init'

export const usageRouter = router({
  mine: signedIn.query(({ ctx }) => getMyUsage(ctx)),
  setLimit: signedIn.input(SetLimitInput).mutation(({ ctx, input }) => setMyLimit(ctx, input)),
})
