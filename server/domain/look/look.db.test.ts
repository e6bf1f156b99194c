import { beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '@/drizzle/schema/audit'
import { settings } from '@/drizzle/schema/settings'
import { updateBrand } from '@/server/domain/brand'
import { emptyBrand } from '@/server/domain/brand/input'
import type { Ctx } from '@/server/domain/ctx'
import { useWorld } from '@/server/testing/world'
import { createCaller } from '@/server/trpc/root'
import { readLogo, readSite, resetLook, updateAccent, updateLogo } from '.'
import { maxLogoBytes } from './input'

const world = useWorld()

beforeEach(async () => {
  await world.db.delete(settings)
})
const operator = async () => world.ctx(await world.operator())

/** The header of a PNG, and as many bytes behind it as are asked for. */
function png({ width = 320, height = 96, bytes = 64 } = {}): string {
  const file = Buffer.alloc(bytes)
  Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64').copy(file)
  file.writeUInt32BE(width, 16)
  file.writeUInt32BE(height, 20)
  return file.toString('base64')
}

const actions = async (ctx: Ctx) =>
  (await ctx.db.select().from(auditLog))
    .filter(({ action }) => action.startsWith('look.'))
    .map(({ action, facts }) => ({ action, facts }))

describe('the look of a site', () => {
  it('is Rockpool’s own at first, and anybody may see it', async () => {
    expect(await readSite(world.ctx())).toEqual({
      name: 'Rockpool',
      isRenamed: false,
      accent: null,
      logo: null,
    })
  })

  it('carries the operator’s name, colour and logo, and is recorded', async () => {
    const ctx = await operator()
    await updateBrand(ctx, { ...emptyBrand, name: 'Tidewater' })
    await updateAccent(ctx, { accent: '#1f6feb' })
    const saved = await updateLogo(ctx, { file: png() })
    expect(saved).toEqual({
      name: 'Tidewater',
      isRenamed: true,
      accent: '#1f6feb',
      logo: {
        href: expect.stringMatching(/^\/api\/logo\/[0-9a-f]{32}\.png$/),
        width: 320,
        height: 96,
      },
    })
    expect(await readSite(world.ctx())).toEqual(saved)
    const hash = /\w{32}/.exec(saved.logo?.href ?? '')?.[0]
    expect(await actions(ctx)).toEqual([
      { action: 'look.changed', facts: { accent: '#1f6feb' } },
      { action: 'look.changed', facts: { logo: hash } },
    ])
  })

  it('goes back to Rockpool’s, without the name, and the logo’s file is gone', async () => {
    const ctx = await operator()
    await updateBrand(ctx, { ...emptyBrand, name: 'Tidewater' })
    await updateAccent(ctx, { accent: '#1f6feb' })
    const { logo } = await updateLogo(ctx, { file: png() })
    const hash = /\w{32}/.exec(logo?.href ?? '')?.[0] ?? ''
    expect(await resetLook(ctx)).toEqual({
      name: 'Tidewater',
      isRenamed: true,
      accent: null,
      logo: null,
    })
    await expect(readLogo(world.ctx(), hash)).rejects.toMatchObject({ code: 'not_found' })
    expect((await actions(ctx)).at(-1)).toEqual({ action: 'look.reset', facts: {} })
  })

  it('is refused to members, strangers and jobs', async () => {
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      const refusal = { code: 'forbidden' }
      await expect(updateAccent(ctx, { accent: '#1f6feb' })).rejects.toMatchObject(refusal)
      await expect(updateLogo(ctx, { file: png() })).rejects.toMatchObject(refusal)
      await expect(resetLook(ctx)).rejects.toMatchObject(refusal)
    }
    expect(await world.db.select().from(settings)).toEqual([])
  })
})

describe('a logo', () => {
  it('is given byte for byte at the address of its hash, and a new one has another', async () => {
    const ctx = await operator()
    const hashOf = (site: { logo: { href: string } | null }) =>
      /\w{32}/.exec(site.logo?.href ?? '')?.[0] ?? ''
    const first = hashOf(await updateLogo(ctx, { file: png() }))
    const { type, bytes } = await readLogo(world.ctx(), first)
    expect([type, bytes.toString('base64')]).toEqual(['image/png', png()])
    const second = hashOf(await updateLogo(ctx, { file: png({ width: 64 }) }))
    expect(second).not.toBe(first)
    await expect(readLogo(world.ctx(), first)).rejects.toMatchObject({ code: 'not_found' })
    expect((await readLogo(world.ctx(), second)).bytes).toHaveLength(64)
  })

  it.each([
    ['an SVG, whatever it calls itself', Buffer.from('<svg onload="alert(1)"/>'), /is an SVG/],
    ['an SVG behind a declaration', Buffer.from('<?xml version="1.0"?><svg/>'), /is an SVG/],
    ['a page', Buffer.from('<!doctype html><script></script>'), /no PNG, JPEG or WebP/],
    ['a picture of too many pixels', Buffer.from(png({ width: 2_001 }), 'base64'), /2001 × 96/],
  ])('is refused when it is %s', async (_, bytes, sentence) => {
    const ctx = await operator()
    const file = bytes.toString('base64')
    await expect(updateLogo(ctx, { file })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(sentence),
      facts: { field: 'file' },
    })
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it('is refused when it is too heavy, a little or by far', async () => {
    const caller = createCaller(await operator())
    const little = caller.brand.changeLogo({ file: png({ bytes: maxLogoBytes + 1 }) })
    await expect(little).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const far = caller.brand.changeLogo({ file: png({ bytes: maxLogoBytes * 2 }) })
    await expect(far).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const most = await caller.brand.changeLogo({ file: png({ bytes: maxLogoBytes }) })
    expect(most.logo?.width).toBe(320)
  })
})

describe('a colour', () => {
  it.each(['1f6feb', '#fff', '#1f6feb;}body{}', 'red', ''])('“%s” is refused', async (accent) => {
    const caller = createCaller(await operator())
    await expect(caller.brand.changeAccent({ accent })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it('is kept in small letters', async () => {
    const caller = createCaller(await operator())
    expect((await caller.brand.changeAccent({ accent: ' #1F6FEB ' })).accent).toBe('#1f6feb')
  })
})
