import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { HostId, newId } from '@/server/core/ids'
import { resolveActor, revokeSession, signIn, signUp } from '@/server/domain/accounts'
import { parseEnv } from '@/server/env'
import { useWorld } from '@/server/testing/world'
import { authOptions } from './auth-options'
import { sessionCookieName, sessionIdOf } from './session-cookie'

const world = useWorld()
const siteOrigin = 'http://127.0.0.1:3000'
const envWith = (publicUrl: string) =>
  parseEnv({
    DATABASE_URL: world.databaseUrl,
    ROCKPOOL_SECRET_KEY: 'ab'.repeat(32),
    ROCKPOOL_PUBLIC_URL: publicUrl,
    ROCKPOOL_HOST_URL: 'http://127.0.0.1:4100',
    ROCKPOOL_HOST_ID: newId(HostId, 'hst'),
    ROCKPOOL_HOST_KEY: 'host-key-host-key-host-key-host-key',
    ROCKPOOL_SETUP_LINK: 'setup-link-setup-link',
  })
const options = (publicUrl = 'http://localhost:3000', cameBy = siteOrigin) =>
  authOptions({ ctx: world.ctx(), env: envWith(publicUrl), siteOrigin: cameBy })

async function newSession() {
  const email = `kim-${crypto.randomUUID()}@example.test`
  const password = 'tide kelp limpet'
  await signUp(world.ctx(), { name: 'Kim', email, password })
  return signIn(world.ctx(), { email, password })
}

describe('where a sign-in leads', () => {
  const redirect = async (url: string) =>
    options().callbacks?.redirect?.({ url, baseUrl: 'http://localhost:3000' })

  it.each([
    ['/chat', `${siteOrigin}/chat`],
    [`${siteOrigin}/start?plan=pro`, `${siteOrigin}/start?plan=pro`],
    ['https://evil.example/chat', siteOrigin],
    ['//evil.example', siteOrigin],
    ['/\\evil.example', siteOrigin],
    ['javascript:alert(1)', siteOrigin],
    ['http://', siteOrigin],
  ])('%s → %s, on the name by which the site was reached', async (url, target) => {
    expect(await redirect(url)).toBe(target)
  })
})

describe('a session cookie', () => {
  const jwt = async (sessionId: string) =>
    options().callbacks?.jwt?.({
      token: { sessionId },
      account: null,
      user: undefined as never,
      trigger: 'update',
    })

  it('is renewed while its session lives, and not a moment longer', async () => {
    const { sessionId } = await newSession()
    expect(await jwt(sessionId)).toMatchObject({ sessionId })
    await revokeSession(world.ctx(), sessionId)
    await expect(jwt(sessionId)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('ends its session in the database when its person signs out', async () => {
    const { sessionId } = await newSession()
    await options().events?.signOut?.({ token: { sessionId }, session: undefined as never })
    expect(await resolveActor(world.ctx(), sessionId)).toEqual({ kind: 'anonymous' })
  })

  it('is read back only when it was sealed with our key', async () => {
    const env = envWith('http://localhost:3000')
    const cookie = (secret: string) => encode({ token: { sessionId: 'ses_x' }, secret })
    const read = async (value: string) =>
      sessionIdOf(
        { get: (name) => (name === sessionCookieName(false) ? { value } : undefined) },
        { secret: env.authSecret, isSecure: false },
      )
    expect(await read(await cookie(env.authSecret.reveal()))).toBe('ses_x')
    expect(await read(await cookie('another secret'))).toBeNull()
    expect(await read('nonsense')).toBeNull()
  })

  it('is for https only where the site is, or where its operator’s address was used', () => {
    expect(options('https://agents.example.test').useSecureCookies).toBe(true)
    expect(options('http://localhost:3000').useSecureCookies).toBe(false)
    expect(options('http://localhost:3000', 'https://pool.test').useSecureCookies).toBe(true)
    expect(sessionCookieName(true)).toMatch(/^__Secure-/)
    expect(sessionCookieName(false)).not.toMatch(/^__/)
  })
})
