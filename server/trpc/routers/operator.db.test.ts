import { describe, expect, it } from 'vitest'
import { answerOf, procedureTypes } from '@/server/testing/trpc-call'
import { useWorld } from '@/server/testing/world'

const world = useWorld()

const procedures = [...procedureTypes()].filter(([path]) => path.startsWith('operator.'))

describe('every procedure of the operator', () => {
  it('is found by this test', () => {
    expect(procedures.length).toBeGreaterThan(15)
  })

  it.each(procedures)('%s is refused to the owner of an account', async (path, type) => {
    const answer = await answerOf(world.ctx(await world.person()), { path, type })
    expect(answer).toMatchObject({ status: 403, code: 'forbidden' })
  })

  it.each(procedures)('%s is refused to a visitor', async (path, type) => {
    const answer = await answerOf(world.ctx(), { path, type })
    expect(answer).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it.each(procedures.filter(([, type]) => type === 'mutation'))(
    '%s is refused to a page of another site, with the operator’s own cookie',
    async (path, type) => {
      const foreign = world.ctx(await world.operator(), { origin: null })
      const answer = await answerOf(foreign, { path, type })
      expect(answer).toMatchObject({ status: 403, code: 'forbidden' })
    },
  )
})
