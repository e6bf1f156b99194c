import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { unseal } from '@/agent-host/protocol/seal'
import { skillKeyContext } from '@/agent-host/protocol/skill-key'
import { skillKeys } from '@/drizzle/schema/agent-facts'
import { agents } from '@/drizzle/schema/agents'
import { leases } from '@/drizzle/schema/leases'
import { reconcileAgent } from '@/server/domain/agents'
import { startAgent } from '@/server/testing/agents'
import { readyMachine, testHostKeys } from '@/server/testing/snapshots'
import { useWorld } from '@/server/testing/world'
import { listMySkills } from './list-my-skills'
import { pushSkillKeys, setSkillKey } from './skill-key'
import { switchSkill } from './switch-skill'

const world = useWorld((snapshot) => {
  snapshot.machines.push(...Array.from({ length: 8 }, () => readyMachine()))
})

const nothing = { bins: [], anyBins: [], env: [], config: [], os: [] }
const status = (skillKey: string, changes: object = {}) => ({
  skillKey,
  name: skillKey,
  description: `What ${skillKey} does.`,
  always: false,
  disabled: false,
  eligible: true,
  requirements: nothing,
  missing: nothing,
  ...changes,
})
const reported = [
  status('notion', {
    primaryEnv: 'NOTION_API_TOKEN',
    eligible: false,
    requirements: { ...nothing, env: ['NOTION_API_TOKEN'] },
    missing: { ...nothing, env: ['NOTION_API_TOKEN'] },
  }),
  status('weather'),
  status('memory', { always: true }),
  status('op', { eligible: false, missing: { ...nothing, bins: ['op'] } }),
]

/** An agent that is up, whose gateway reports the four skills above. */
async function upAgent() {
  await world.hear()
  const { actor, agentId } = await startAgent(world)
  await reconcileAgent(world.system(), { agentId })
  await world.hear()
  world.host.answer = () => ({ ok: true, payload: { skills: reported } })
  return { actor, agentId, ctx: world.signedIn(actor) }
}

async function fallAsleep(agentId: Awaited<ReturnType<typeof upAgent>>['agentId']) {
  const [lease] = await world.db.select().from(leases).where(eq(leases.agentId, agentId))
  if (lease === undefined) throw new Error('no lease')
  await world.host.sleep({ machineId: lease.machineId, generation: 1, hold: false })
  await world.hear()
}

describe('my skills', () => {
  it('are what the gateway says, with why each can or cannot be used', async () => {
    const { ctx, agentId } = await upAgent()
    const { skills, isLive } = await listMySkills(ctx, { agentId })
    expect(isLive).toBe(true)
    expect(skills.map(({ key, readiness, isOn }) => [key, readiness, isOn])).toEqual([
      ['memory', 'usable', true],
      ['notion', 'needs_key', false],
      ['op', 'coming_soon', false],
      ['weather', 'usable', expect.any(Boolean)],
    ])
  })

  it('are shown from the last known state while the agent sleeps, and looking does not wake it', async () => {
    const { ctx, agentId } = await upAgent()
    const live = await listMySkills(ctx, { agentId })
    await fallAsleep(agentId)
    const asked = world.host.questions.length
    const told = await listMySkills(ctx, { agentId })
    expect(told).toMatchObject({ isLive: false, readAt: live.readAt })
    expect(told.skills).toEqual(live.skills)
    expect(world.host.questions).toHaveLength(asked)
    expect(await world.waitingJobs('agents.wake')).not.toContainEqual({ agentId })
  })

  it('are not found by another account, whatever is asked of them', async () => {
    const { agentId } = await upAgent()
    const other = world.signedIn(await world.person())
    const refusal = { code: 'not_found' }
    await expect(listMySkills(other, { agentId })).rejects.toMatchObject(refusal)
    const change = { agentId, skillKey: 'weather' }
    await expect(switchSkill(other, { ...change, on: true })).rejects.toMatchObject(refusal)
    await expect(setSkillKey(other, { ...change, apiKey: 'k' })).rejects.toMatchObject(refusal)
  })
})

describe('switching a skill', () => {
  it('asks for a new persona once, however often it is asked', async () => {
    const { ctx, agentId } = await upAgent()
    const version = async () => {
      const [row] = await world.db.select().from(agents).where(eq(agents.id, agentId))
      return row?.personaVersion
    }
    const before = (await version()) ?? 0
    const jobs = await world.jobsAskedBy('agents.reconcile', async () => {
      for (let round = 0; round < 3; round += 1) {
        await switchSkill(ctx, { agentId, skillKey: 'notion', on: true })
      }
    })
    expect(await version()).toBe(before + 1)
    expect(await listMySkills(ctx, { agentId })).toMatchObject({ isApplied: false })
    expect(jobs).toEqual([{ agentId }])
  })

  it('refuses one that is not offered any more, and one that is always on', async () => {
    const { ctx, agentId } = await upAgent()
    const change = (skillKey: string) => switchSkill(ctx, { agentId, skillKey, on: false })
    await expect(change('gone')).rejects.toMatchObject({ code: 'not_found' })
    await expect(change('memory')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a skill’s key', () => {
  const key = 'ntn_the-secret-itself'

  it('is stored closed for the host alone, handed over once, and never shown', async () => {
    const { ctx, agentId } = await upAgent()
    const enter = () => setSkillKey(ctx, { agentId, skillKey: 'notion', apiKey: key })
    expect(await world.jobsAskedBy('skills.push-keys', enter)).toEqual([{ agentId }])
    const [row] = await world.db.select().from(skillKeys).where(eq(skillKeys.agentId, agentId))
    if (row?.sealedKey === null || row === undefined) throw new Error('not stored')
    expect(JSON.stringify(row)).not.toContain(key)
    const context = skillKeyContext(agentId, 'notion')
    expect(unseal(row.sealedKey, testHostKeys.privateKey, context)).toBe(key)

    await pushSkillKeys(world.system(), { agentId })
    await pushSkillKeys(world.system(), { agentId })
    expect(world.host.skillKeys.filter(({ skillKey }) => skillKey === 'notion')).toHaveLength(1)
    const { skills } = await listMySkills(ctx, { agentId })
    const notion = skills.find((skill) => skill.key === 'notion')
    expect(notion?.enteredKey).toMatchObject({ isApplied: true })
    expect(JSON.stringify(skills)).not.toContain(key)
  })

  it('waits for a sleeping agent', async () => {
    const { ctx, agentId } = await upAgent()
    await listMySkills(ctx, { agentId })
    await fallAsleep(agentId)
    const handed = world.host.skillKeys.length
    await setSkillKey(ctx, { agentId, skillKey: 'notion', apiKey: key })
    await pushSkillKeys(world.system(), { agentId })
    expect(world.host.skillKeys).toHaveLength(handed)
    const { skills } = await listMySkills(ctx, { agentId })
    expect(skills.find((skill) => skill.key === 'notion')?.enteredKey).toMatchObject({
      isApplied: false,
    })
  })

  it('is taken away in the agent before it is forgotten here', async () => {
    const { ctx, agentId } = await upAgent()
    await setSkillKey(ctx, { agentId, skillKey: 'notion', apiKey: key })
    await pushSkillKeys(world.system(), { agentId })
    const takeAway = () => setSkillKey(ctx, { agentId, skillKey: 'notion', apiKey: null })
    expect(await world.jobsAskedBy('skills.push-keys', takeAway)).toEqual([{ agentId }])
    await pushSkillKeys(world.system(), { agentId })
    expect(world.host.skillKeys.at(-1)).toMatchObject({ skillKey: 'notion', sealedKey: null })
    const rows = await world.db.select().from(skillKeys).where(eq(skillKeys.agentId, agentId))
    expect(rows).toEqual([])
  })

  it('is refused for a skill that takes none', async () => {
    const { ctx, agentId } = await upAgent()
    const refused = setSkillKey(ctx, { agentId, skillKey: 'weather', apiKey: key })
    await expect(refused).rejects.toMatchObject({ code: 'not_found' })
  })
})
