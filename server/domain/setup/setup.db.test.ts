import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { unseal } from '@/agent-host/protocol/seal'
import { users } from '@/drizzle/schema/accounts'
import { settings } from '@/drizzle/schema/settings'
import { pushProvider } from '@/server/domain/hosts'
import { testHostKeys } from '@/server/testing/snapshots'
import { testSetupLink, useWorld } from '@/server/testing/world'
import { changeProvider, tryProvider } from './change-provider'
import { checkSetupLink, getSetupState } from './check-setup'
import { completeSetup } from './complete-setup'
import { testProvider } from './test-provider'

const link = testSetupLink.reveal()
const provider = { baseUrl: 'https://models.example.test/v1', model: 'fine-1', apiKey: 'sk-plain' }
const form = (changes: object = {}) => ({
  link,
  name: 'Olive Operator',
  email: `olive-${crypto.randomUUID()}@example.test`,
  password: 'tide kelp limpet',
  provider: null,
  ...changes,
})

describe('the first boot', () => {
  const world = useWorld()

  it('is open to whoever has the link, and to nobody else', async () => {
    expect(await getSetupState(world.ctx())).toEqual({ open: true })
    expect(await checkSetupLink(world.ctx(), { link })).toEqual({ valid: true, model: null })
    for (const wrong of ['x', `${link}x`, link.replace(/.$/, '#')]) {
      expect(await checkSetupLink(world.ctx(), { link: wrong })).toEqual({
        valid: false,
        model: null,
      })
      const refusal = { code: 'forbidden' }
      const refused = completeSetup(world.ctx(), form({ link: wrong }))
      await expect(refused).rejects.toMatchObject(refusal)
      await expect(testProvider(world.ctx(), { link: wrong, provider })).rejects.toMatchObject(
        refusal,
      )
    }
  })

  it('cannot take a provider before a host has said which lock it has', async () => {
    const refused = completeSetup(world.ctx(), form({ provider }))
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
    expect(await getSetupState(world.ctx())).toEqual({ open: true })
  })

  it('refuses a weak password as sign-up does', async () => {
    const refused = completeSetup(world.ctx(), form({ password: 'password123' }))
    await expect(refused).rejects.toMatchObject({ code: 'invalid', facts: { field: 'password' } })
  })

  it('makes exactly one operator, keeps the key for the host alone, and then the link is void', async () => {
    await world.hear()
    expect(await testProvider(world.ctx(), { link, provider })).toMatchObject({ ok: true })
    const forms = Array.from({ length: 4 }, () => completeSetup(world.ctx(), form({ provider })))
    const outcomes = await Promise.allSettled(forms)
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    const operators = await world.db.select().from(users).where(eq(users.isOperator, true))
    expect(operators).toHaveLength(1)

    const [stored] = await world.db.select().from(settings)
    expect(JSON.stringify(stored)).not.toContain(provider.apiKey)
    const { sealedKey } = stored?.value as { sealedKey: Parameters<typeof unseal>[0] }
    const opened = unseal(sealedKey, testHostKeys.privateKey, `provider:${provider.baseUrl}`)
    expect(opened).toBe(provider.apiKey)

    expect(await getSetupState(world.ctx())).toEqual({ open: false })
    expect(await checkSetupLink(world.ctx(), { link })).toEqual({ valid: false, model: null })
    await expect(completeSetup(world.ctx(), form())).rejects.toMatchObject({ code: 'forbidden' })
    const refused = testProvider(world.ctx(), { link, provider })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('has the host told about the provider, and told again as often as needed', async () => {
    const { hostId } = world
    expect(await world.waitingJobs('hosts.push-provider')).toEqual([{ hostId }])
    await pushProvider(world.system(), { hostId })
    await pushProvider(world.system(), { hostId })
    expect(world.host.snapshot().model).toEqual({ kind: 'provider', name: 'fine-1' })
  })
})

describe('a host without a stored provider', () => {
  const world = useWorld((snapshot) => {
    snapshot.model = { kind: 'provider', name: 'from the environment' }
  })

  it('keeps the one it was started with', async () => {
    await world.hear()
    await completeSetup(world.ctx(), form())
    await pushProvider(world.system(), { hostId: world.hostId })
    expect(world.host.snapshot().model.name).toBe('from the environment')
  })
})

describe('another provider, later', () => {
  const world = useWorld()

  it('is the operator’s to enter, kept closed, and told to the host', async () => {
    await world.hear()
    const { hostId } = world
    const operator = world.ctx(await world.operator())
    const change = () => changeProvider(operator, { ...provider, model: 'fine-2' })
    expect(await world.jobsAskedBy('hosts.push-provider', change)).toEqual([{ hostId }])
    expect(JSON.stringify(await world.db.select().from(settings))).not.toContain(provider.apiKey)
    await pushProvider(world.system(), { hostId })
    expect(world.host.snapshot().model).toEqual({ kind: 'provider', name: 'fine-2' })
  })

  it('is refused to members, strangers and jobs, entered or only tried', async () => {
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      const refusal = { code: 'forbidden' }
      await expect(changeProvider(ctx, provider)).rejects.toMatchObject(refusal)
      await expect(tryProvider(ctx, provider)).rejects.toMatchObject(refusal)
    }
  })
})
