import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json'
import { planPatch } from './merge-patch'
import { findProtected, visiblePart, withHidden } from './protected'

const ours: JsonObject = {
  gateway: { auth: { token: '__OPENCLAW_REDACTED__' }, port: 1 },
  models: { providers: {} },
  plugins: { allow: ['memory-core'] },
  agents: { defaults: { model: { primary: 'rockpool/agent' }, heartbeat: { every: '0m' } } },
  tools: { exec: { security: 'allowlist', ask: 'on-miss' } },
}
const refusalOf = (after: JsonObject, before = ours) =>
  findProtected(planPatch(before, after).changed, { before, after })
const withExec = (exec: JsonObject): JsonObject => ({ ...ours, tools: { exec } })

describe('an owner', () => {
  it.each([
    ['gateway.auth.token', { ...ours, gateway: { auth: { token: 'mine' }, port: 1 } }],
    ['gateway.bind', { ...ours, gateway: { ...(ours['gateway'] as JsonObject), bind: 'lan' } }],
    ['models.providers.own.baseUrl', { ...ours, models: { providers: { own: { baseUrl: 'x' } } } }],
    ['plugins.allow', { ...ours, plugins: { allow: ['everything'] } }],
    ['logging.file', { ...ours, logging: { file: '/etc/passwd' } }],
    ['env.vars.PATH', { ...ours, env: { vars: { PATH: '/' } } }],
    [
      'agents.defaults.model.primary',
      { ...ours, agents: { defaults: { heartbeat: { every: '0m' } } } },
    ],
    [
      'agents.entries.main.workspace',
      {
        ...ours,
        agents: { ...(ours['agents'] as JsonObject), entries: { main: { workspace: '/' } } },
      },
    ],
    [
      'tools.elevated.enabled',
      { ...ours, tools: { ...(ours['tools'] as JsonObject), elevated: { enabled: true } } },
    ],
  ] as [string, JsonObject][])('cannot change %s, and is told its path', (path, after) => {
    expect(refusalOf(after)).toMatchObject({ path, sentence: expect.stringContaining(`“${path}”`) })
  })

  it('may be stricter about commands than the site, never laxer', () => {
    expect(refusalOf(withExec({ security: 'deny', ask: 'always' }))).toBeUndefined()
    expect(refusalOf(withExec({ security: 'full', ask: 'on-miss' }))?.path).toBe(
      'tools.exec.security',
    )
    expect(refusalOf(withExec({ security: 'allowlist', ask: 'off' }))?.path).toBe('tools.exec.ask')
    expect(refusalOf(withExec({ security: 'allowlist' }))?.path).toBe('tools.exec.ask')
    expect(
      refusalOf(withExec({ security: 'allowlist', ask: 'on-miss', safeBins: ['rm'] }))?.path,
    ).toBe('tools.exec.safeBins')
    const { tools: _, ...without } = ours
    expect(refusalOf(without)?.path).toBe('tools.exec.security')
  })

  it('cannot give one agent an exec policy laxer than the site’s', () => {
    const entry = (security: string): JsonObject => ({
      ...ours,
      agents: {
        ...(ours['agents'] as JsonObject),
        entries: { main: { tools: { exec: { security } } } },
      },
    })
    expect(refusalOf(entry('full'))?.path).toBe('agents.entries.main.tools.exec.security')
    expect(refusalOf(entry('deny'))).toBeUndefined()
  })

  it('changes everything else freely', () => {
    const after = {
      ...ours,
      session: { idleMinutes: 5 },
      agents: { defaults: { model: { primary: 'rockpool/agent' }, heartbeat: { every: '30m' } } },
    }
    expect(refusalOf(after)).toBeUndefined()
  })
})

describe('what is shown', () => {
  it('has nothing of what is protected in it, and no empty shells of it', () => {
    expect(visiblePart(ours)).toEqual({
      agents: { defaults: { heartbeat: { every: '0m' } } },
      tools: { exec: { security: 'allowlist', ask: 'on-miss' } },
    })
  })

  it('can be given back unchanged without touching what is not shown', () => {
    const shown = structuredClone(visiblePart(ours))
    expect(planPatch(ours, withHidden(ours, shown)).changed).toEqual([])
  })

  it('can be emptied by its owner, and what is not shown stays all the same', () => {
    const { tools } = ours as { tools: JsonObject }
    const after = withHidden(ours, { tools })
    expect(planPatch(ours, after).changed).toEqual([['agents', 'defaults', 'heartbeat', 'every']])
    expect(after).toMatchObject({
      gateway: ours['gateway'] as JsonObject,
      models: { providers: {} },
    })
  })

  it.each([
    [{ gateway: { auth: { token: 'mine' } } }, 'gateway.auth.token'],
    [{ gateway: 'none' }, 'gateway.auth.token'],
    [{ agents: 'none' }, 'agents.defaults.model.primary'],
    [{ agents: { defaults: 'none' } }, 'agents.defaults.model.primary'],
  ] as [JsonObject, string][])('is no way around: %j', (written, path) => {
    const after = withHidden(ours, { ...visiblePart(ours), ...written })
    expect(refusalOf(after)?.path).toBe(path)
  })
})
