import { describe, expect, it } from 'vitest'
import { runningAgent } from '@/server/testing/agents'
import { standInOpenClaw } from '@/server/testing/stand-in-openclaw'
import { useWorld } from '@/server/testing/world'
import { changeSetting } from './change-setting'
import { getConfiguration } from './get-configuration'
import { redactedMark } from './input'
import { prettyJson } from './json'
import { getVersion, listVersions } from './read-versions'
import { restoreConfiguration } from './restore-configuration'
import { saveConfiguration } from './save-configuration'

const world = useWorld()

async function configured() {
  const { agentId, actor } = await runningAgent(world)
  const claw = standInOpenClaw({
    gateway: { auth: { token: redactedMark } },
    agents: { defaults: { model: { primary: 'rockpool/agent' }, heartbeat: { every: '0m' } } },
    channels: { telegram: { botToken: redactedMark, enabled: true } },
    session: { idleMinutes: 30 },
  })
  world.host.answer = claw.answer
  const ctx = world.signedIn(actor)
  const opened = await getConfiguration(ctx, { agentId })
  const save = (text: string, hash = opened.hash, note = '') =>
    saveConfiguration(ctx, { agentId, text, hash, note })
  return { agentId, actor, ctx, claw, opened, save }
}
const withIdle = (text: string, idleMinutes: number) =>
  text.replace(/"idleMinutes": \d+/, `"idleMinutes": ${idleMinutes}`)

describe('the configuration', () => {
  it('shows what is its owner’s, with secrets as marks, and nothing of the site’s', async () => {
    const { opened } = await configured()
    expect(opened.isLive).toBe(true)
    expect(JSON.parse(opened.text)).toEqual({
      agents: { defaults: { heartbeat: { every: '0m' } } },
      channels: { telegram: { botToken: redactedMark, enabled: true } },
      session: { idleMinutes: 30 },
    })
  })

  it('is what a sleeping agent said last, and cannot be saved while it sleeps', async () => {
    const { agentId, ctx, opened, save } = await configured()
    world.host.change((snapshot) => {
      for (const machine of snapshot.machines) machine.state = 'stopped'
    })
    await world.hear()
    const seen = await getConfiguration(ctx, { agentId })
    expect(seen).toEqual({ ...opened, isLive: false })
    const refused = save(withIdle(opened.text, 5))
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', facts: { phase: 'asleep' } })
  })

  it('can be saved while the agent is only halted in memory: it goes on for it', async () => {
    const { opened, save } = await configured()
    world.host.change((snapshot) => {
      for (const machine of snapshot.machines) {
        machine.state = 'stopped'
        const asleep = { sinceMs: 0, wakeAtMs: null, held: false, depth: 'frozen' as const }
        if (machine.lease !== null) machine.lease.asleep = asleep
      }
    })
    await world.hear()
    await save(withIdle(opened.text, 5))
  })

  it('does not exist for another account, nor for a member of this one', async () => {
    const { agentId, actor, opened, save } = await configured()
    await save(withIdle(opened.text, 5))
    const strangers = [
      world.signedIn(await world.person()),
      world.signedIn({ ...actor, role: 'member' as const }),
    ]
    for (const ctx of strangers) {
      const missing = { code: 'not_found' }
      const about = { agentId, version: 1 }
      const { text, hash } = opened
      await expect(getConfiguration(ctx, { agentId })).rejects.toMatchObject(missing)
      await expect(listVersions(ctx, { agentId })).rejects.toMatchObject(missing)
      await expect(getVersion(ctx, about)).rejects.toMatchObject(missing)
      await expect(restoreConfiguration(ctx, { ...about, hash })).rejects.toMatchObject(missing)
      const theft = saveConfiguration(ctx, { agentId, text, hash, note: '' })
      await expect(theft).rejects.toMatchObject(missing)
      const setting = { path: ['session'], value: 'x', note: '' }
      await expect(changeSetting(ctx, agentId, setting)).rejects.toMatchObject(missing)
    }
  })
})

describe('saving', () => {
  it('sends only what differs, so that secrets and hidden parts stay untouched', async () => {
    const { claw, opened, save } = await configured()
    const outcome = await save(withIdle(opened.text, 5), opened.hash, 'Shorter')
    expect(outcome).toMatchObject({ kind: 'saved', version: 2, needsRestart: false })
    const patch = world.host.questions.findLast(({ method }) => method === 'config.patch')
    expect(JSON.parse(String(patch?.params['raw']))).toEqual({ session: { idleMinutes: 5 } })
    expect(claw.config).toMatchObject({
      gateway: { auth: { token: redactedMark } },
      channels: { telegram: { botToken: redactedMark } },
    })
  })

  it('the same again is no version', async () => {
    const { agentId, ctx, opened, save } = await configured()
    expect(await save(opened.text)).toEqual({ kind: 'unchanged' })
    expect(await listVersions(ctx, { agentId })).toEqual([])
  })

  it('over a state that has changed writes nothing and shows that state', async () => {
    const { agentId, ctx, claw, opened, save } = await configured()
    await save(withIdle(opened.text, 5))
    const late = await save(withIdle(opened.text, 60))
    expect(late).toMatchObject({ kind: 'stale', text: withIdle(opened.text, 5) })
    expect(claw.config).toMatchObject({ session: { idleMinutes: 5 } })
    expect(await listVersions(ctx, { agentId })).toHaveLength(2)
  })

  it('loses the race honestly when the change comes between look and write', async () => {
    const { claw, opened, save } = await configured()
    claw.beforePatch = () => {
      claw.config = { ...claw.config, session: { idleMinutes: 7 } }
    }
    const outcome = await save(withIdle(opened.text, 60))
    expect(outcome).toMatchObject({ kind: 'stale', text: withIdle(opened.text, 7) })
  })

  it('what the agent rejects says why, and keeps nothing', async () => {
    const { agentId, ctx, claw, opened, save } = await configured()
    claw.rejection =
      'invalid config: <root>: Unrecognized key: "bogus"; session.idleMinutes: expected number'
    expect(await save(withIdle(opened.text, 5))).toEqual({
      kind: 'rejected',
      sentences: [
        'At the top: Unrecognized key: "bogus"',
        '“session.idleMinutes”: expected number',
      ],
    })
    expect(await listVersions(ctx, { agentId })).toEqual([])
  })

  it.each([
    [{ gateway: { bind: 'lan' } }, /“gateway\.bind” cannot be changed here/],
    [{ models: {}, session: { idleMinutes: 1 } }, /“models” cannot be changed/],
    [{ tools: { exec: { security: 'full' } } }, /“tools\.exec\.security”/],
  ])('%j is refused with its path', async (written, sentence) => {
    const { claw, opened, save } = await configured()
    const before = structuredClone(claw.config)
    const text = prettyJson({ ...(JSON.parse(opened.text) as object), ...written })
    await expect(save(text)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(sentence),
    })
    expect(claw.config).toEqual(before)
  })

  it.each([
    ['{ "a": ', /not valid JSON/],
    ['[]', /has to be one object/],
    ['{"session": {"idleMinutes": null}}', /“session\.idleMinutes” is null/],
  ])('%j is refused as text', async (text, sentence) => {
    const { save } = await configured()
    const refused = { code: 'invalid', facts: { field: 'text' } }
    await expect(save(text)).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(sentence),
    })
  })
})

describe('the history', () => {
  it('tells who, when and why, and begins with what was found', async () => {
    const { agentId, ctx, opened, save } = await configured()
    await save(withIdle(opened.text, 5), opened.hash, 'Shorter')
    const [newest, found] = await listVersions(ctx, { agentId })
    expect(newest).toMatchObject({
      version: 2,
      kind: 'saved',
      note: 'Shorter',
      byName: expect.stringMatching(/^Person/),
      savedAt: world.clock.now(),
      isApplied: true,
    })
    expect(found).toMatchObject({ version: 1, kind: 'found', byName: null })
    expect((await getVersion(ctx, { agentId, version: 1 })).text).toBe(opened.text)
  })

  it('goes back by a new version, and keeps what was changed elsewhere in between', async () => {
    const { agentId, ctx, claw, opened, save } = await configured()
    await save(withIdle(opened.text, 5))
    claw.config = { ...claw.config, session: { idleMinutes: 9 } }
    const { hash } = await getConfiguration(ctx, { agentId })
    const back = await restoreConfiguration(ctx, { agentId, version: 1, hash })
    expect(back).toMatchObject({ kind: 'saved', version: 4, text: opened.text })
    expect(claw.config).toMatchObject({ session: { idleMinutes: 30 } })
    const kinds = (await listVersions(ctx, { agentId })).map(({ kind }) => kind)
    expect(kinds).toEqual(['restored', 'found', 'saved', 'found'])
  })

  it('says that a version which needs a restart is not applied until the machine came back', async () => {
    const { agentId, ctx, claw, opened, save } = await configured()
    claw.requiresRestart = true
    world.clock.advance(60_000)
    expect(await save(withIdle(opened.text, 5))).toMatchObject({ needsRestart: true })
    const newest = async () => (await listVersions(ctx, { agentId }))[0]?.isApplied
    expect(await newest()).toBe(false)
    world.host.change((snapshot) => {
      for (const machine of snapshot.machines) {
        machine.changedAtMs = world.clock.now().getTime() + 8_000
      }
    })
    await world.hear()
    expect(await newest()).toBe(true)
  })
})

describe('a setting with a page of its own', () => {
  it('is written under the same lock and into the same history', async () => {
    const { agentId, ctx, claw } = await configured()
    let rivals = 1
    claw.beforePatch = () => {
      if (rivals === 0) return
      rivals -= 1
      claw.config = { ...claw.config, session: { idleMinutes: 7 } }
    }
    const path = ['agents', 'defaults', 'heartbeat', 'every']
    await changeSetting(ctx, agentId, { path, value: '30m', note: 'Heartbeat' })
    expect(claw.config).toMatchObject({
      session: { idleMinutes: 7 },
      agents: { defaults: { heartbeat: { every: '30m' }, model: { primary: 'rockpool/agent' } } },
    })
    expect((await listVersions(ctx, { agentId }))[0]).toMatchObject({ note: 'Heartbeat' })
  })
})
