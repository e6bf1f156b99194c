import {
  checkSetupLink,
  completeSetup,
  getSetupState,
  SetupCheckInput,
  SetupCompleteInput,
  TestProviderInput,
  testProvider,
} from '@/server/domain/setup'
import { openToAll, router } from '../init'

// Open, because nobody can be signed in before the operator exists: the setup link is the permit.
export const setupRouter = router({
  state: openToAll.query(({ ctx }) => getSetupState(ctx)),
  check: openToAll.input(SetupCheckInput).query(({ ctx, input }) => checkSetupLink(ctx, input)),
  complete: openToAll
    .input(SetupCompleteInput)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
  testProvider: openToAll
    .input(TestProviderInput)
    .mutation(({ ctx, input }) => testProvider(ctx, input)),
})
