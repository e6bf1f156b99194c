import { z } from 'zod'
import type { mails } from '@/drizzle/schema/mails'
import { localeOf } from '@/i18n/locales'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { type WrittenLetter, writeLetter } from './letters/letters'
import { factsContext } from './write-mail'

export type MailRow = typeof mails.$inferSelect

const Facts = z.object({ name: z.string(), link: z.string() })

/** The letter of a row, opened. `site` is the name by which people know this one. */
export function compose(ctx: Ctx, row: MailRow, site: string): WrittenLetter {
  const facts = row.sealedFacts === null ? { name: '', link: '' } : openFacts(ctx, row)
  return writeLetter(row.kind, { locale: localeOf(row.locale), site, facts })
}

function openFacts(ctx: Ctx, { id, sealedFacts }: MailRow): z.infer<typeof Facts> {
  if (sealedFacts === null) return { name: '', link: '' }
  try {
    return Facts.parse(JSON.parse(ctx.vault.open(sealedFacts, factsContext(id)).reveal()))
  } catch (error) {
    throw new AppError('precondition', {
      public:
        'This message cannot be opened: ROCKPOOL_SECRET_KEY has changed since it was written.',
      cause: error,
    })
  }
}
