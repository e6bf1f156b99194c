import { DeleteAccountInput, deleteAccount } from '@/server/domain/deletion'
import {
  ChangeEmailInput,
  ChangePasswordInput,
  changeEmail,
  changePassword,
  EndSessionInput,
  endOtherSessions,
  endSession,
  listSessions,
  RenameInput,
  rename,
} from '@/server/domain/profile'
import { router, signedIn } from '../init'

export const profileRouter = router({
  rename: signedIn.input(RenameInput).mutation(({ ctx, input }) => rename(ctx, input)),
  changeEmail: signedIn
    .input(ChangeEmailInput)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),
  changePassword: signedIn
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  sessions: signedIn.query(({ ctx }) => listSessions(ctx)),
  endSession: signedIn.input(EndSessionInput).mutation(({ ctx, input }) => endSession(ctx, input)),
  deleteAccount: signedIn
    .input(DeleteAccountInput)
    .mutation(({ ctx, input }) => deleteAccount(ctx, input)),
  endOtherSessions: signedIn.mutation(({ ctx }) => endOtherSessions(ctx)),
})
