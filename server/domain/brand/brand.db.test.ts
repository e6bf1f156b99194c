import { beforeEach, describe, expect, it } from 'vitest'
import { settings } from '@/drizzle/schema/settings'
import { useWorld } from '@/server/testing/world'
import { createCaller } from '@/server/trpc/root'
import { missingDetails, readBrand, readLegal, updateBrand } from '.'
import { type BrandInput, emptyBrand } from './input'

const world = useWorld()
const whole: BrandInput = {
  name: 'Tidewater Agents',
  company: 'Tidewater Ltd',
  address: '1 Harbour Street\nTR1 2AB Truro',
  country: 'United Kingdom',
  email: 'office@example.test',
  phone: '',
  vatId: '',
  responsiblePerson: 'Olive Operator',
  supportEmail: 'help@example.test',
}

beforeEach(async () => {
  await world.db.delete(settings)
})
const operator = async () => world.ctx({ ...(await world.person()), isOperator: true })

describe('the operator’s details', () => {
  it('are kept as they were given, and given again', async () => {
    const ctx = await operator()
    const saved = await updateBrand(ctx, whole)
    expect(saved).toEqual({ details: whole, missing: [], changedAt: world.clock.now() })
    expect(await readBrand(ctx)).toEqual(saved)
    await updateBrand(ctx, { ...whole, name: 'Low Tide' })
    expect((await readBrand(ctx)).details.name).toBe('Low Tide')
    expect(await world.db.select().from(settings)).toHaveLength(1)
  })

  it('are refused to members and strangers, for reading, for writing and for what is missing', async () => {
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      const refusal = { code: 'forbidden' }
      await expect(readBrand(ctx)).rejects.toMatchObject(refusal)
      await expect(missingDetails(ctx)).rejects.toMatchObject(refusal)
      await expect(updateBrand(ctx, whole)).rejects.toMatchObject(refusal)
    }
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it('name each missing one with the pages that wait for it', async () => {
    const ctx = await operator()
    expect((await missingDetails(ctx)).map(({ field }) => field)).toEqual([
      'name',
      'company',
      'address',
      'country',
      'email',
      'responsiblePerson',
      'supportEmail',
    ])
    await updateBrand(ctx, { ...whole, responsiblePerson: '', supportEmail: '' })
    expect(await missingDetails(ctx)).toEqual([
      { field: 'responsiblePerson', pages: ['imprint'] },
      { field: 'supportEmail', pages: ['terms'] },
    ])
  })

  it('fill up what an earlier version of the form did not ask for', async () => {
    const ctx = await operator()
    await world.db
      .insert(settings)
      .values({ key: 'brand', value: { name: 'Old' }, changedAt: world.clock.now() })
    expect((await readBrand(ctx)).details).toEqual({ ...emptyBrand, name: 'Old' })
  })
})

describe('the pages about the operator', () => {
  it('do not exist, and tell nothing, while a detail is missing for each', async () => {
    const ctx = await operator()
    expect(await readLegal(world.ctx())).toMatchObject({ published: [], details: null })
    await updateBrand(ctx, { ...whole, company: '' })
    expect(await readLegal(world.ctx())).toMatchObject({ published: [], details: null })
  })

  it('are published one by one as their own details are there', async () => {
    const ctx = await operator()
    await updateBrand(ctx, { ...whole, supportEmail: '' })
    const legal = await readLegal(world.ctx())
    expect(legal.published).toEqual(['imprint', 'privacy'])
    expect(legal.details?.company).toBe('Tidewater Ltd')
    await updateBrand(ctx, whole)
    expect((await readLegal(world.ctx())).published).toEqual(['imprint', 'privacy', 'terms'])
  })
})

describe('the form’s input', () => {
  const refused = async (input: object) => {
    const caller = createCaller(await operator())
    return caller.brand.update(input as BrandInput).catch((error: unknown) => error)
  }

  it.each([
    ['a broken e-mail address', { ...whole, email: 'office' }],
    ['a broken support address', { ...whole, supportEmail: 'help@' }],
    ['an unknown field', { ...whole, logo: 'x' }],
    ['a name that is too long', { ...whole, name: 'x'.repeat(81) }],
  ])('is refused for %s, and nothing is written', async (_, input) => {
    expect(await refused(input)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await world.db.select().from(settings)).toEqual([])
  })

  it('loses the space around a value', async () => {
    const caller = createCaller(await operator())
    const { details } = await caller.brand.update({ ...whole, name: '  Tidewater  ' })
    expect(details.name).toBe('Tidewater')
  })
})
