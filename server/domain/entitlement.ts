import { type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { subscriptions } from '@/drizzle/schema/billing'

/**
 * Whether a subscription's row, and the account it belongs to, permit compute at `now` (I2). The one place that decides it; the
 * sweep that marks ended trials may run late, so the moment itself counts, not the mark.
 */
export const isEntitled = (now: Date): SQL<boolean> =>
  sql<boolean>`((${subscriptions.state} = 'active' or (${subscriptions.state} = 'trialing' and ${subscriptions.trialEndsAt} > ${sql.param(now, subscriptions.trialEndsAt)}))
    and not exists (select from ${accounts} where ${accounts.id} = ${subscriptions.accountId} and ${accounts.suspendedAt} is not null))`

/** For the people of an account that an operator has suspended. */
export const suspendedSentence = (reason: string): string =>
  `Whoever runs this site has paused this account: “${reason}” What your agent has stored is kept.`
