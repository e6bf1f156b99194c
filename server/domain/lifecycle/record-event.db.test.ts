import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import { startAgent } from '@/server/testing/agents'
import { useWorld } from '@/server/testing/world'

const world = useWorld()

describe('the record of an agent', () => {
  it('says who did what and when', async () => {
    const { agentId, actor } = await startAgent(world)
    const events = await world.db
      .select()
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
      .orderBy(lifecycleEvents.id)
    const by = { at: world.clock.now(), accountId: actor.accountId, userId: actor.userId }
    expect(events).toMatchObject([
      { kind: 'trial_started', facts: { plan: 'pro' }, ...by },
      { kind: 'queued', ...by },
    ])
  })

  it('cannot be changed and cannot be shortened', async () => {
    const { agentId } = await startAgent(world)
    const mine = eq(lifecycleEvents.agentId, agentId)
    const refusal = { cause: { message: 'lifecycle_events is append-only' } }
    await expect(world.db.delete(lifecycleEvents).where(mine)).rejects.toMatchObject(refusal)
    const change = world.db.update(lifecycleEvents).set({ kind: 'x' }).where(mine)
    await expect(change).rejects.toMatchObject(refusal)
    await expect(world.db.execute('truncate lifecycle_events')).rejects.toMatchObject(refusal)
  })
})
