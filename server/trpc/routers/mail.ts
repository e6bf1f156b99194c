import {
  dropMail,
  getMail,
  MailInput,
  MailSettingsInput,
  readMail,
  readOutbox,
  retryMail,
  saveMail,
  TestMailInput,
  testMail,
} from '@/server/domain/mail'
import { operatorOnly, router } from '../init'

export const mailRouter = router({
  get: operatorOnly.query(({ ctx }) => getMail(ctx)),
  save: operatorOnly.input(MailSettingsInput).mutation(({ ctx, input }) => saveMail(ctx, input)),
  test: operatorOnly.input(TestMailInput).mutation(({ ctx, input }) => testMail(ctx, input)),
  outbox: operatorOnly.query(({ ctx }) => readOutbox(ctx)),
  // A change, because it is on record.
  read: operatorOnly.input(MailInput).mutation(({ ctx, input }) => readMail(ctx, input)),
  retry: operatorOnly.input(MailInput).mutation(({ ctx, input }) => retryMail(ctx, input)),
  drop: operatorOnly.input(MailInput).mutation(({ ctx, input }) => dropMail(ctx, input)),
})
