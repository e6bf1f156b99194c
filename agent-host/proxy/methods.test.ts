import { describe, expect, it } from 'vitest'
import { mayReachBrowser, permit } from './methods'

const allowed = (method: string, params: unknown) => permit(method, params, 'member')

describe('the table of methods', () => {
  it.each([
    'agent:other:main',
    'main',
    'global',
    'agent:main:',
    'agent:main:../x',
    'agent:main:a b',
  ])('refuses the session key %s wherever one is taken', (key) => {
    const message = { message: 'hi', idempotencyKey: 'key-1-long' }
    expect(allowed('chat.send', { sessionKey: key, ...message }).ok).toBe(false)
    expect(allowed('chat.history', { sessionKey: key }).ok).toBe(false)
    expect(allowed('chat.abort', { sessionKey: key }).ok).toBe(false)
    expect(allowed('sessions.patch', { key, label: 'Tea' }).ok).toBe(false)
    expect(allowed('sessions.delete', { key }).ok).toBe(false)
  })

  it('lets a conversation be renamed, and nothing else of it be changed', () => {
    const patch = {
      key: 'agent:main:chat-1',
      label: ' Tea ',
      permissionMode: 'full',
      archived: true,
    }
    expect(allowed('sessions.patch', patch)).toEqual({
      ok: true,
      params: { key: 'agent:main:chat-1', label: 'Tea' },
    })
    expect(allowed('sessions.patch', { key: 'agent:main:chat-1', archived: true }).ok).toBe(false)
  })

  it('decides by itself what a list contains and what a deletion leaves', () => {
    expect(allowed('sessions.list', { limit: 5, includeGlobal: true })).toEqual({
      ok: true,
      params: {
        limit: 5,
        sortBy: 'activity',
        includeDerivedTitles: true,
        excludeCron: true,
        excludeSubagents: true,
        excludeSystem: true,
      },
    })
    const forged = { key: 'agent:main:chat-1', deleteTranscript: false, agentId: 'other' }
    expect(allowed('sessions.delete', forged)).toEqual({
      ok: true,
      params: { key: 'agent:main:chat-1', deleteTranscript: true },
    })
  })

  it('lets a command be allowed once or denied, never for ever', () => {
    expect(allowed('exec.approval.resolve', { id: 'a', decision: 'allow-once' }).ok).toBe(true)
    expect(allowed('exec.approval.resolve', { id: 'a', decision: 'deny' }).ok).toBe(true)
    expect(allowed('exec.approval.resolve', { id: 'a', decision: 'allow-always' }).ok).toBe(false)
    expect(allowed('exec.approvals.set', {})).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  })
})

it('a browser hears of questions and their answers, and not of presence', () => {
  const frame = (event: string) => Buffer.from(JSON.stringify({ type: 'event', event }))
  expect(mayReachBrowser(frame('exec.approval.requested'))).toBe(true)
  expect(mayReachBrowser(frame('exec.approval.resolved'))).toBe(true)
  expect(mayReachBrowser(frame('presence'))).toBe(false)
  expect(mayReachBrowser(frame('exec.approvals.changed'))).toBe(false)
})
