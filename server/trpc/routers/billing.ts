import { StartTrialInput, startTrial } from '@/server/domain/billing'
import { router, signedIn } from '../init'

export const billingRouter = router({
  startTrial: signedIn.input(StartTrialInput).mutation(({ ctx, input }) => startTrial(ctx, input)),
})
