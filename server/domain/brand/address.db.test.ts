import { beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '@/drizzle/schema/audit'
import { settings } from '@/drizzle/schema/settings'
import { knownSite } from '@/server/auth/known-site'
import { siteOrigin, useWorld } from '@/server/testing/world'
import { createCaller } from '@/server/trpc/root'
import { publicAddress, readAddress, updateAddress } from '.'

const world = useWorld()
const address = 'https://agents.example.test'

beforeEach(async () => {
  await world.db.delete(settings)
})
const operator = async () => world.ctx(await world.operator())

describe('the public address', () => {
  it('is the one that the site was started with, until an operator enters another', async () => {
    const ctx = await operator()
    expect(await publicAddress(world.ctx())).toBe(siteOrigin)
    expect(await readAddress(ctx)).toEqual({
      address: null,
      isBehindProxy: false,
      startAddress: siteOrigin,
      listensOn: null,
      seenAs: '203.0.113.7',
      changedAt: null,
    })
    const saved = await updateAddress(ctx, { address, isBehindProxy: true })
    expect(saved).toMatchObject({ address, isBehindProxy: true, changedAt: world.clock.now() })
    expect([await publicAddress(world.ctx()), await publicAddress(world.system())]).toEqual([
      address,
      address,
    ])
    await updateAddress(ctx, { address: '', isBehindProxy: false })
    expect(await publicAddress(world.ctx())).toBe(siteOrigin)
  })

  it('is recorded each time', async () => {
    const ctx = await operator()
    await updateAddress(ctx, { address, isBehindProxy: true })
    await updateAddress(ctx, { address: '', isBehindProxy: false })
    const rows = (await world.db.select().from(auditLog)).filter(
      ({ action, userId }) =>
        action === 'address.changed' && ctx.actor.kind === 'user' && userId === ctx.actor.userId,
    )
    expect(rows.map(({ facts }) => facts)).toEqual([
      { address, isBehindProxy: true },
      { address: null, isBehindProxy: false },
    ])
  })

  it('is refused to members, strangers and jobs, for reading and for writing', async () => {
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      const refusal = { code: 'forbidden' }
      await expect(readAddress(ctx)).rejects.toMatchObject(refusal)
      await expect(updateAddress(ctx, { address, isBehindProxy: true })).rejects.toMatchObject(
        refusal,
      )
    }
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it.each([
    'agents.example.test',
    'ftp://agents.example.test',
    'http://agents.example.test',
    'https://agents.example.test/rockpool',
    'https://agents.example.test/?a=1',
    'https://olga:secret@agents.example.test',
    'javascript:alert(1)',
    'http://localhost.example.test',
  ])('%s is refused', async (wrong) => {
    const caller = createCaller(await operator())
    const change = caller.brand.changeAddress({ address: wrong, isBehindProxy: false })
    await expect(change).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it.each([
    [' https://Agents.Example.test/ ', 'https://agents.example.test'],
    ['https://agents.example.test:8443', 'https://agents.example.test:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://pool.localhost:3000', 'http://pool.localhost:3000'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%s is kept as %s', async (entered, kept) => {
    const caller = createCaller(await operator())
    const saved = await caller.brand.changeAddress({ address: entered, isBehindProxy: false })
    expect(saved.address).toBe(kept)
  })
})

describe('a proxy', () => {
  it('is believed only behind a front of ours, which drops what visitors claim', async () => {
    const ctx = await operator()
    await updateAddress(ctx, { address, isBehindProxy: true })
    expect((await knownSite({ ...ctx, listensOn: '127.0.0.1:3000' })).isBehindProxy).toBe(true)
    expect((await knownSite({ ...ctx, listensOn: null })).isBehindProxy).toBe(false)
  })

  it('may use the address of the operator and the one the site was started with', async () => {
    const ctx = await operator()
    await updateAddress(ctx, { address, isBehindProxy: false })
    expect((await knownSite(ctx)).origins).toEqual([address, siteOrigin])
  })
})
