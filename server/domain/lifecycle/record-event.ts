import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import type { AccountId, AgentId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'

export type LifecycleKind =
  | 'trial_started'
  | 'queued'
  | 'claimed'
  | 'personalised'
  | 'onboarded'
  | 'fell_asleep'
  | 'persona_changed'
  | 'restarted'
  | 'woken'
  | 'held'
  | 'skill_enabled'
  | 'skill_disabled'
  | 'skill_key_set'
  | 'skill_key_removed'
  | 'machine_died'
  | 'machine_replaced'
  | 'failed_closed'
  | 'deleted'

export interface LifecycleEvent {
  kind: LifecycleKind
  agentId: AgentId
  accountId: AccountId
  facts: Record<string, string | number | boolean | null>
}

/** Written by the transaction that makes it true, so that the record cannot tell of what did not happen. */
export async function recordEvent(ctx: Ctx, tx: Transaction, event: LifecycleEvent): Promise<void> {
  await tx.insert(lifecycleEvents).values({
    ...event,
    at: ctx.clock.now(),
    userId: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
  })
}
