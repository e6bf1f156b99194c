import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import superjson from 'superjson'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AgentId, newId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { answerOf, procedureTypes } from '@/server/testing/trpc-call'
import { useWorld } from '@/server/testing/world'
import { appRouter, createCaller } from './root'

const world = useWorld()
const Refusal = z.object({
  error: z.object({
    json: z.object({
      message: z.string(),
      data: z.object({
        code: z.string(),
        facts: z.record(z.string(), z.unknown()).nullable(),
        httpStatus: z.number(),
      }),
    }),
  }),
})

/** One call as a browser makes it, through the router's own HTTP edge. */
async function call(ctx: Ctx, path: string, body?: unknown): Promise<Response> {
  const init =
    body === undefined
      ? { method: 'GET' }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(superjson.serialize(body)),
        }
  const req = new Request(`http://rockpool.test/api/trpc/${path}`, init)
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: appRouter,
    createContext: () => ctx,
  })
}
const refusalOf = async (response: Response) => {
  const text = await response.text()
  return { status: response.status, text, ...Refusal.parse(JSON.parse(text)).error.json }
}

describe('the router', () => {
  it('lets nobody in without a session, except where it says so', async () => {
    const open = ['account.signUp', 'catalogue.plans', 'catalogue.skills'].concat([
      'brand.legal',
      'brand.site',
      'catalogue.walls',
      'passwords.askForLink',
      'passwords.checkLink',
      'passwords.set',
      'passwords.wayBackIn',
      'setup.state',
      'setup.check',
      'setup.complete',
      'setup.testProvider',
    ])
    const types = procedureTypes()
    expect([...types.keys()]).toEqual(expect.arrayContaining(open))
    for (const [path, type] of [...types].filter(([each]) => !open.includes(each))) {
      const { status, code } = await answerOf(world.ctx(), { path, type })
      expect([path, status, code]).toEqual([path, 401, 'unauthenticated'])
    }
  })

  it('takes no change from a page of another site', async () => {
    const actor = await world.person()
    const foreign = world.ctx(actor, { origin: null })
    const form = { name: 'Kim', email: 'kim@example.test', password: 'tide kelp limpet' }
    const agentId = newId(AgentId, 'agt')
    for (const [path, body] of [
      ['account.signUp', form],
      ['agents.firstTaskSent', { agentId }],
      ['billing.startTrial', { plan: 'pro', skills: [], idempotencyKey: crypto.randomUUID() }],
    ] as const) {
      const { data } = await refusalOf(await call(foreign, path, body))
      expect([path, data.code]).toEqual([path, 'forbidden'])
    }
    expect((await call(foreign, 'account.me')).status).toBe(200)
  })

  it('tells our code, the public sentence and the facts', async () => {
    const email = `kim-${crypto.randomUUID()}@example.test`
    const form = { name: 'Kim', email, password: 'tide kelp limpet' }
    await createCaller(world.ctx()).account.signUp(form)
    const refused = await refusalOf(await call(world.ctx(), 'account.signUp', form))
    expect(refused).toMatchObject({
      status: 409,
      message: 'There is already an account with this email address.',
      data: { code: 'conflict', facts: { field: 'email' }, httpStatus: 409 },
    })
  })

  it('names the field of an input that does not parse', async () => {
    const form = { name: 'Kim', email: 'nobody', password: 'tide kelp limpet' }
    const refused = await refusalOf(await call(world.ctx(), 'account.signUp', form))
    expect(refused).toMatchObject({
      status: 400,
      data: { code: 'invalid', facts: { field: 'email' } },
    })
  })

  it('says one fixed sentence about a bug, and nothing of its cause', async () => {
    const broken = {
      ...world.ctx(),
      get db(): never {
        throw new Error('secret-host:5432 refused user rockpool')
      },
    }
    const refused = await refusalOf(await call(broken, 'setup.state'))
    expect(refused).toMatchObject({ status: 500, data: { code: 'bug', facts: null } })
    expect(refused.text).not.toMatch(/secret-host|stack|server\//)
  })

  it('keeps dates dates', async () => {
    const actor = await world.person()
    const caller = createCaller(world.ctx(actor))
    const idempotencyKey = crypto.randomUUID()
    await caller.billing.startTrial({ plan: 'team', skills: [], idempotencyKey })
    const response = await call(world.ctx(actor), 'account.me')
    const { result } = z
      .object({ result: z.object({ data: z.object({ json: z.unknown(), meta: z.unknown() }) }) })
      .parse(await response.json())
    const me = superjson.deserialize<{ account: { trialEndsAt: Date } }>(
      result.data as Parameters<typeof superjson.deserialize>[0],
    )
    const fortnight = world.clock.now().getTime() + 14 * 24 * 60 * 60_000
    expect(me.account.trialEndsAt).toEqual(new Date(fortnight))
  })
})
