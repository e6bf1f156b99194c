import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { agents } from '@/drizzle/schema/agents'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import { reconcileAgent } from '@/server/domain/agents'
import { runningAgent } from '@/server/testing/agents'
import { standInOpenClaw } from '@/server/testing/stand-in-openclaw'
import { useWorld } from '@/server/testing/world'
import { getPersona } from './get-persona'
import { findOwnChanges } from './own-changes'
import { savePersona } from './save-persona'
import { settleFile } from './settle-file'

const world = useWorld()

async function onboarded() {
  const { agentId, actor } = await runningAgent(world)
  const ctx = world.signedIn(actor)
  return { agentId, ctx, persona: await getPersona(ctx, { agentId }) }
}
const rowOf = async (agentId: (typeof agents.$inferSelect)['id']) => {
  const [row] = await world.db.select().from(agents).where(eq(agents.id, agentId))
  return row
}

describe('the texts of an agent', () => {
  it('begin as what onboarding made of the answers', async () => {
    const { persona } = await onboarded()
    expect(persona).toMatchObject({ name: 'Pip', isApplied: true, isOnboarded: true })
    expect(persona.identity).toContain('- **Name:** Pip')
    expect(persona.user).toContain('Boats.')
    expect(persona.soul).toContain('# Soul')
  })

  it('are saved as the next persona, and applied when the machine carries it', async () => {
    const { agentId, ctx, persona } = await onboarded()
    const identity = '# Me\n\n- **Name:** Pip\n\nWarm, slow.\n'
    const saved = await savePersona(ctx, { ...persona, name: 'Opal', identity })
    expect(saved).toMatchObject({ name: 'Opal', isApplied: false })
    expect(saved.identity).toBe('# Me\n\n- **Name:** Opal\n\nWarm, slow.\n')
    expect(saved.user).toBe(persona.user)
    await reconcileAgent(world.system(), { agentId })
    expect(await getPersona(ctx, { agentId })).toMatchObject({ isApplied: true })
    const kinds = await world.db
      .select({ kind: lifecycleEvents.kind })
      .from(lifecycleEvents)
      .where(eq(lifecycleEvents.agentId, agentId))
    expect(kinds.filter(({ kind }) => kind === 'persona_changed')).toHaveLength(1)
  })

  it('cost no new persona when they are the same', async () => {
    const { agentId, ctx, persona } = await onboarded()
    const before = await rowOf(agentId)
    await savePersona(ctx, persona)
    expect(await rowOf(agentId)).toEqual(before)
  })

  it('are not overwritten by a page that was opened before another one saved', async () => {
    const { ctx, persona } = await onboarded()
    await savePersona(ctx, { ...persona, user: 'First.' })
    const late = savePersona(ctx, { ...persona, user: 'Second.' })
    await expect(late).rejects.toMatchObject({ code: 'conflict' })
    expect((await getPersona(ctx, persona)).user).toBe('First.')
  })

  it('are written once when the same save arrives five times at once', async () => {
    const { agentId, ctx, persona } = await onboarded()
    const before = (await rowOf(agentId))?.personaVersion ?? 0
    const same = { ...persona, user: 'Once.' }
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => savePersona(ctx, same)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await rowOf(agentId))?.personaVersion).toBe(before + 1)
  })

  it.each([
    ['identity', 'x'.repeat(12_001), /1 characters too long/],
    ['identity', '  \n', /cannot be empty/],
    ['user', 'fine\nnot\u0000fine', /Line 2 .* control character/],
    ['user', 'fine\u202enot', /Line 1/],
  ] as const)('are refused with the field and a reason: %s %#', async (field, text, reason) => {
    const { ctx, persona } = await onboarded()
    const refused = savePersona(ctx, { ...persona, [field]: text })
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      facts: { field },
      message: expect.stringMatching(reason),
    })
  })

  it('of another account do not exist', async () => {
    const { agentId, persona } = await onboarded()
    const stranger = world.signedIn(await world.person())
    await expect(getPersona(stranger, { agentId })).rejects.toMatchObject({ code: 'not_found' })
    const theft = savePersona(stranger, { ...persona, user: 'Mine now.' })
    await expect(theft).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what the agent wrote over its texts', () => {
  /** An agent that has rewritten its identity and left what it knows about its owner alone. */
  async function rewritten(identity = 'I am somebody else now.') {
    const made = await onboarded()
    const claw = standInOpenClaw({})
    claw.files.set('IDENTITY.md', identity)
    claw.files.set('USER.md', `${made.persona.user}\n`)
    world.host.answer = claw.answer
    const [change] = await findOwnChanges(made.ctx, { agentId: made.agentId })
    if (change === undefined) throw new Error('the change was not seen')
    return { ...made, claw, change }
  }

  it('is told, and only what differs', async () => {
    const { agentId, ctx, persona, claw, change } = await rewritten()
    expect(change).toMatchObject({
      file: 'identity',
      mine: persona.identity,
      agents: 'I am somebody else now.',
    })
    expect(await findOwnChanges(ctx, { agentId })).toHaveLength(1)
    claw.files.set('IDENTITY.md', persona.identity)
    expect(await findOwnChanges(ctx, { agentId })).toEqual([])
  })

  it('is not told while a saved text is on its way: that is no change of the agent’s', async () => {
    const { agentId, ctx, persona } = await rewritten()
    await savePersona(ctx, { ...persona, user: 'New.' })
    expect(await findOwnChanges(ctx, { agentId })).toEqual([])
  })

  it('can be taken, and is then what is saved', async () => {
    const { agentId, ctx, change } = await rewritten()
    const now = await settleFile(ctx, { agentId, ...change, take: 'agents' })
    expect(now).toMatchObject({ identity: 'I am somebody else now.', isApplied: false })
  })

  it('can be put back, in the agent itself', async () => {
    const { agentId, ctx, persona, claw, change } = await rewritten()
    await settleFile(ctx, { agentId, ...change, take: 'mine' })
    expect(claw.files.get('IDENTITY.md')).toBe(persona.identity)
    expect(await findOwnChanges(ctx, { agentId })).toEqual([])
  })

  it('is not decided about when it changed again since it was seen', async () => {
    const { agentId, ctx, claw, change } = await rewritten()
    claw.files.set('IDENTITY.md', 'And again.')
    for (const take of ['agents', 'mine'] as const) {
      const late = settleFile(ctx, { agentId, ...change, take })
      await expect(late).rejects.toMatchObject({ code: 'conflict' })
    }
    expect(claw.files.get('IDENTITY.md')).toBe('And again.')
  })

  it('is not taken when no machine could carry it', async () => {
    const { agentId, ctx, change } = await rewritten('x'.repeat(12_001))
    const refused = settleFile(ctx, { agentId, ...change, take: 'agents' })
    await expect(refused).rejects.toMatchObject({ code: 'precondition' })
  })

  it('is nobody else’s to see or to settle', async () => {
    const { agentId, change } = await rewritten()
    const stranger = world.signedIn(await world.person())
    const missing = { code: 'not_found' }
    await expect(findOwnChanges(stranger, { agentId })).rejects.toMatchObject(missing)
    const theft = settleFile(stranger, { agentId, ...change, take: 'mine' })
    await expect(theft).rejects.toMatchObject(missing)
  })
})
