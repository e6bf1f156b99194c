import { type SQL, sql } from 'drizzle-orm'
import { subscriptions } from '@/drizzle/schema/billing'

/**
 * Whether a subscription's row permits compute at `now` (I2). The one place that decides it; the
 * sweep that marks ended trials may run late, so the moment itself counts, not the mark.
 */
export const isEntitled = (now: Date): SQL<boolean> =>
  sql<boolean>`(${subscriptions.state} = 'active' or (${subscriptions.state} = 'trialing' and ${subscriptions.trialEndsAt} > ${sql.param(now, subscriptions.trialEndsAt)}))`
