import { describe, expect, it } from 'vitest'
import { AgentId, newId } from '../protocol/ids'
import { maxFrameBytes } from '../protocol/socket'
import { origin } from '../testing/host-calls'
import { HostUnderTest } from '../testing/host-under-test'
import type { StandInGateway } from '../testing/stand-in-gateway'

const persona = (version: number) => ({ version, files: { identity: `v${version}` }, skills: [] })

const send = (id: string, message: string) =>
  [
    id,
    'chat.send',
    { sessionKey: 'agent:main:main', message, idempotencyKey: `key-${id}-long` },
  ] as const

describe('the agent socket', () => {
  it('greets at once and lets the first message through only after the persona is applied', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const ticket = host.ticket(machineId)
    const browser = await host.open(ticket)
    browser.request(...send('1', 'hello'))
    await browser.frame((frame) => frame.event === 'rockpool.hello')
    expect(browser.states()[0]).toBe('preparing')
    const gateway = host.driver.gatewayOf(machineId)
    expect(gateway?.calls.some((call) => call.params['message'] === 'hello')).toBe(false)

    const { agentId, accountId, generation } = ticket
    const leased = await host.call('lease', {
      machineId,
      agentId,
      accountId,
      generation,
      persona: persona(1),
    })
    expect(leased.status).toBe(200)
    await browser.frame((frame) => frame.payload?.['state'] === 'final')
    expect(browser.text()).toContain('you said hello')
    expect(gateway?.files.get('IDENTITY.md')).toBe('v1')
    const order = gateway?.calls.map((call) => call.method) ?? []
    expect(order.lastIndexOf('agents.files.set')).toBeLessThan(order.lastIndexOf('chat.send'))
    expect(browser.states()).toEqual(['preparing', 'ready'])
  })

  it('holds a message for the persona its ticket names, also when an older one is applied', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const ticket = host.ticket(machineId, { personaVersion: 2 })
    const { agentId, accountId, generation } = ticket
    const lease = { machineId, agentId, accountId, generation }
    await host.call('lease', { ...lease, persona: persona(1) })
    await host.until((now) => now.machines.some((each) => each.lease?.agentState === 'ready'))
    const browser = await host.open(ticket)
    browser.request(...send('1', 'who am I'))
    await browser.frame((frame) => frame.event === 'rockpool.hello')
    expect(browser.states()).toEqual(['preparing'])

    await host.call('lease', { ...lease, persona: persona(2) })
    await browser.frame((frame) => frame.payload?.['state'] === 'final')
    const order = host.driver.gatewayOf(machineId)?.calls.map((call) => call.method) ?? []
    expect(order.lastIndexOf('agents.files.set')).toBeLessThan(order.lastIndexOf('chat.send'))
    expect(browser.states()).toEqual(['preparing', 'ready'])
  })

  it('rotates the token for the lease, so that the pool’s own is worth nothing any more', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const before = host.driver.gatewayOf(machineId)?.token
    const { agentId, accountId, generation } = host.ticket(machineId)
    await host.call('lease', { machineId, agentId, accountId, generation, persona: persona(1) })
    await host.until((now) => now.machines.some((each) => each.lease?.agentState === 'ready'))
    expect(host.driver.gatewayOf(machineId)?.token).not.toBe(before)
  })

  it.each([
    { what: 'an expired ticket', ticket: { expiresAtMs: 1 }, status: 401, words: 'expired' },
    {
      what: 'a foreign origin',
      from: { origin: 'http://evil.test' },
      status: 403,
      words: 'may not',
    },
    {
      what: 'a longer origin',
      from: { origin: `${origin}.evil.test` },
      status: 403,
      words: 'may not',
    },
    { what: 'another path', from: { path: '/elsewhere' }, status: 404, words: 'no socket' },
  ])('refuses $what before the upgrade', async ({ ticket = {}, from = {}, status, words }) => {
    await using host = await HostUnderTest.start()
    const browser = await host.open(host.ticket(await host.readyMachine(), ticket), from)
    expect(browser.refusal?.status).toBe(status)
    expect(browser.refusal?.body).toContain(words)
  })

  it('refuses a ticket that was used before', async () => {
    await using host = await HostUnderTest.start()
    const ticket = host.ticket(await host.readyMachine())
    await host.open(ticket)
    const again = await host.open(ticket)
    expect(again.refusal).toMatchObject({ status: 401, body: 'This ticket was used before.\n' })
  })

  it('refuses a ticket that another host’s key signed', async () => {
    await using host = await HostUnderTest.start()
    await using other = await HostUnderTest.start({ poolTarget: 0 })
    const machineId = await host.readyMachine()
    const browser = await other.open(host.ticket(machineId))
    expect(browser.refusal?.status).toBe(401)
  })

  it('never lets a second agent into a leased machine', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    await host.open(host.ticket(machineId))
    const stranger = await host.open(host.ticket(machineId, { agentId: newId(AgentId, 'agt') }))
    expect(stranger.refusal?.status).toBe(409)
  })

  it('refuses calls that are not in the table, and tells the browser nothing of the gateway’s insides', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const browser = await leasedBrowser(host, machineId)
    browser.request('c', 'config.get', {})
    const refused = await browser.frame((frame) => frame.id === 'c')
    expect(refused.error?.code).toBe('FORBIDDEN')
    browser.request(...send('1', 'hi'))
    await browser.frame((frame) => frame.payload?.['state'] === 'final')
    browser.request(...send('2', 'again'))
    await browser.until(
      () => browser.frames.filter((each) => each.payload?.['state'] === 'final').length === 2,
    )
    expect(JSON.stringify(browser.frames)).not.toContain('/secret/path')
    expect(host.driver.gatewayOf(machineId)?.called('config.get')).toBe(1)
  })

  it('closes on a message that is too large, and leaves the agent as it was', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const browser = await leasedBrowser(host, machineId)
    browser.sendRaw(Buffer.alloc(maxFrameBytes + 10 * 1024 * 1024, 'x'))
    await browser.until(() => browser.closed !== undefined)
    expect(browser.closed?.code).toBe(1009)
    const next = await host.open(
      host.ticket(machineId, sameAgent(await host.snapshot(), machineId)),
    )
    next.request(...send('1', 'still there'))
    await next.frame((frame) => frame.payload?.['state'] === 'final')
  })

  it('closes a socket that floods', async () => {
    await using host = await HostUnderTest.start()
    const browser = await leasedBrowser(host, await host.readyMachine())
    for (let count = 0; count < 80; count += 1) browser.request(`r${count}`, 'sessions.list', {})
    await browser.until(() => browser.closed !== undefined)
    expect(browser.closed?.code).toBe(1008)
  })

  it('survives the gateway’s death in mid-reply: says so, comes back, answers again', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const browser = await leasedBrowser(host, machineId)
    const gateway = host.driver.gatewayOf(machineId)
    hold(gateway)
    browser.request(...send('1', 'long story'))
    await browser.until(() => browser.text().includes('once upon'))
    browser.request('h', 'chat.history', { sessionKey: 'agent:main:main' })
    await browser.frame((frame) => frame.id === 'h')
    host.driver.kill(machineId)
    await browser.frame((frame) => frame.payload?.['state'] === 'starting')
    const interrupted = browser.frames.find((frame) => frame.payload?.['state'] === 'starting')
    expect(interrupted?.payload?.['reason']).toContain('starting again')
    await browser.until(() => browser.states().at(-1) === 'ready')
    browser.request(...send('2', 'are you back'))
    await browser.until(() => browser.text().includes('are you back'))
    expect(browser.closed).toBeUndefined()
  })
})

/** A reply that begins and never ends. */
function hold(gateway: StandInGateway | undefined): void {
  if (gateway === undefined) throw new Error('no gateway')
  gateway.reply = async (say) => {
    say('once upon')
    await new Promise(() => undefined)
  }
}

async function leasedBrowser(host: HostUnderTest, machineId: string) {
  const ticket = host.ticket(machineId)
  const { agentId, accountId, generation } = ticket
  await host.call('lease', { machineId, agentId, accountId, generation, persona: persona(1) })
  const browser = await host.open(ticket)
  await browser.until(() => browser.states().at(-1) === 'ready')
  return browser
}

function sameAgent(snapshot: Awaited<ReturnType<HostUnderTest['snapshot']>>, machineId: string) {
  const lease = snapshot.machines.find((each) => each.id === machineId)?.lease
  if (lease === null || lease === undefined) throw new Error('not leased')
  return { agentId: lease.agentId }
}
