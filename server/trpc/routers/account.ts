import { getMe, SignUpAtDoorInput, signUp } from '@/server/domain/accounts'
import { openToAll, router, signedIn } from '../init'

export const accountRouter = router({
  signUp: openToAll.input(SignUpAtDoorInput).mutation(({ ctx, input }) => signUp(ctx, input)),
  me: signedIn.query(({ ctx }) => getMe(ctx)),
})
