import { describe, expect, it, vi } from 'vitest'
import { AgentRefusal } from './agent-refusal'
import { AppError } from './errors'

describe('an error of ours', () => {
  it('is known to another copy of its class, as the bundles of pages and routes have one each', async () => {
    vi.resetModules()
    const [pages, agents] = await Promise.all([import('./errors'), import('./agent-refusal')])
    expect(pages.AppError).not.toBe(AppError)
    const refusal = new pages.AppError('unavailable', { public: 'Not now.' })
    expect(refusal).toBeInstanceOf(AppError)
    expect(new agents.AgentRefusal('config.patch', 'INVALID', 'no')).toBeInstanceOf(AgentRefusal)
  })

  it('is not taken for another kind, and nothing else is taken for it', () => {
    const refusal = new AgentRefusal('config.patch', 'INVALID', 'no')
    expect(refusal).not.toBeInstanceOf(AppError)
    expect(new AppError('invalid', { public: 'No.' })).not.toBeInstanceOf(AgentRefusal)
    for (const value of [new Error('no'), null, undefined, 'no', {}]) {
      expect(value instanceof AppError).toBe(false)
    }
  })
})
