import { describe, expect, it } from 'vitest'
import { newId, SessionId } from '../../protocol/ids'
import { closeCodes } from '../../protocol/socket'
import { HostUnderTest } from '../../testing/host-under-test'
import type { TestBrowser } from '../../testing/test-browser'

const persona = { version: 1, files: { identity: 'v1' }, skills: [] }

/** An agent that its owner has open in several places. */
async function agentOn(host: HostUnderTest) {
  const machineId = await host.readyMachine()
  const { agentId, accountId } = host.ticket(machineId)
  const lease = { machineId, agentId, accountId, generation: 1 }
  await host.call('lease', { ...lease, persona })
  const ticketFor = (sessionId: SessionId) =>
    host.ticket(machineId, { agentId, accountId, sessionId })
  return { lease, ticketFor }
}
const newSession = () => newId(SessionId, 'ses')
const end = (host: HostUnderTest, ...sessionIds: SessionId[]) =>
  host.call('end-sessions', { sessionIds })
const closeOf = async (browser: TestBrowser) => {
  await browser.until(() => browser.closed !== undefined)
  return browser.closed?.code
}
const greeted = (browser: TestBrowser) => browser.frame((frame) => frame.event === 'rockpool.hello')

describe('a session that ends', () => {
  it('closes all of its own sockets at once, and nobody else’s', async () => {
    await using host = await HostUnderTest.start()
    const { ticketFor } = await agentOn(host)
    const [mine, other] = [newSession(), newSession()]
    const phone = await host.open(ticketFor(other))
    const tabs = [await host.open(ticketFor(mine)), await host.open(ticketFor(mine))]
    await Promise.all([phone, ...tabs].map(greeted))
    expect(await end(host, mine)).toEqual({ status: 200, body: { closed: 2 } })
    expect(await Promise.all(tabs.map(closeOf))).toEqual([
      closeCodes.signedOut,
      closeCodes.signedOut,
    ])
    phone.request('1', 'sessions.list', {})
    await phone.frame((frame) => frame.id === '1')
    expect(phone.closed).toBeUndefined()
  })

  it('can be told again, and before the host has heard of it', async () => {
    await using host = await HostUnderTest.start()
    const { ticketFor } = await agentOn(host)
    const session = newSession()
    expect(await end(host, session)).toMatchObject({ body: { closed: 0 } })
    expect(await end(host, session, session)).toMatchObject({ body: { closed: 0 } })
    const late = await host.open(ticketFor(session))
    expect(late.refusal).toMatchObject({ status: 401 })
    expect(late.refusal?.body).toContain('signed out')
  })

  it('closes its sockets at its own time when nobody says anything', async () => {
    await using host = await HostUnderTest.start()
    const { ticketFor } = await agentOn(host)
    const soon = { ...ticketFor(newSession()), sessionEndsAtMs: Date.now() + 1_500 }
    expect(await closeOf(await host.open(soon))).toBe(closeCodes.signedOut)
    const past = { ...ticketFor(newSession()), sessionEndsAtMs: Date.now() - 1 }
    expect((await host.open(past)).refusal).toMatchObject({ status: 401 })
  })
})

describe('an agent that may not run any more', () => {
  it('is left by its browsers before its gateway has stopped', async () => {
    await using host = await HostUnderTest.start()
    const { ticketFor, lease } = await agentOn(host)
    const browser = await host.open(ticketFor(newSession()))
    await browser.until(() => browser.states().at(-1) === 'ready')
    const { machineId, generation } = lease
    const [code] = await Promise.all([
      closeOf(browser),
      host.call('sleep', { machineId, generation, hold: true }),
    ])
    expect(code).toBe(closeCodes.revoked)
  })

  it('that is removed sends its browsers to ask where they belong', async () => {
    await using host = await HostUnderTest.start()
    const { ticketFor, lease } = await agentOn(host)
    const browser = await host.open(ticketFor(newSession()))
    await browser.until(() => browser.states().at(-1) === 'ready')
    await host.call('destroy', { machineId: lease.machineId, generation: 1 })
    expect(await closeOf(browser)).toBe(closeCodes.superseded)
  })
})
