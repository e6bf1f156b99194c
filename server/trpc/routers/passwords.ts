import {
  AskForLinkInput,
  askForLink,
  CheckLinkInput,
  checkLink,
  readWayBackIn,
  SetPasswordInput,
  setPassword,
} from '@/server/domain/passwords'
import { openToAll, router } from '../init'

// Open, because whoever needs them cannot sign in: the link is the permit.
export const passwordsRouter = router({
  wayBackIn: openToAll.query(({ ctx }) => readWayBackIn(ctx)),
  askForLink: openToAll.input(AskForLinkInput).mutation(({ ctx, input }) => askForLink(ctx, input)),
  // A query would carry the token in its address.
  checkLink: openToAll.input(CheckLinkInput).mutation(({ ctx, input }) => checkLink(ctx, input)),
  set: openToAll.input(SetPasswordInput).mutation(({ ctx, input }) => setPassword(ctx, input)),
})
