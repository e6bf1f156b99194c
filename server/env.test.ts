import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HostId, newId } from '@/server/core/ids'
import { Environment, parseEnv } from './env'

const complete = {
  DATABASE_URL: 'postgres://rockpool:p4ssw0rd@127.0.0.1:5432/rockpool',
  ROCKPOOL_SECRET_KEY: 'ab'.repeat(32),
  ROCKPOOL_PUBLIC_URL: 'https://agents.example.test/',
  ROCKPOOL_HOST_URL: 'http://127.0.0.1:4100',
  ROCKPOOL_HOST_ID: newId(HostId, 'hst'),
  ROCKPOOL_HOST_KEY: 'host-key-host-key-host-key-host-key',
  ROCKPOOL_SETUP_LINK: 'setup-link-setup-link',
}

describe('the environment', () => {
  it('is described by .env.example, variable for variable', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const named = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1])
    expect(named.toSorted()).toEqual(Object.keys(Environment.shape).toSorted())
  })

  it('names every variable that is wrong, and tells no value', () => {
    const wrong = { ...complete, ROCKPOOL_SECRET_KEY: 'far-too-short', DATABASE_URL: 'mysql://x' }
    expect(() => parseEnv(wrong)).toThrow(/DATABASE_URL/)
    expect(() => parseEnv(wrong)).toThrow(/ROCKPOOL_SECRET_KEY/)
    expect(() => parseEnv(wrong)).not.toThrow(/far-too-short|mysql/)
  })

  it.each(['ab'.repeat(32), 'A_-9'.repeat(11)])('takes 32 bytes in hex or base64url', (key) => {
    expect(parseEnv({ ...complete, ROCKPOOL_SECRET_KEY: key }).authSecret.reveal()).toHaveLength(43)
  })

  it('derives the cookie key, so that it is not the key at rest', () => {
    const { authSecret } = parseEnv(complete)
    expect(authSecret.reveal()).not.toContain('abab')
    expect(parseEnv(complete).authSecret.reveal()).toBe(authSecret.reveal())
  })

  it('prints without any secret', () => {
    const printed = inspect(parseEnv(complete), { depth: 9 })
    expect(printed).not.toMatch(/p4ssw0rd|abab|host-key|setup-link/)
    expect(printed).toContain('https://agents.example.test')
  })
})
