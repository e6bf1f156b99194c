import { beforeEach, describe, expect, test } from 'vitest'
import { settle } from '../fake-clock'
import { longestWaitMs, shortestWaitMs } from './backoff'
import { FakeHost } from './fake-host'
import { closeCodes } from './protocol'
import { RequestFailed, type SocketState, TicketRefused } from './socket-state'

let host: FakeHost
let names: SocketState['name'][]

beforeEach(() => {
  host = new FakeHost()
  names = []
  host.socket.onState((state) => names.push(state.name))
})

describe('connecting', () => {
  test('the ticket travels as a subprotocol to the path that came with it', async () => {
    await host.greet()
    expect(host.link.path).toBe('/agent-socket')
    expect(host.link.protocols).toEqual(['rockpool.v1', 'ticket.t1'])
  })

  test('ready is said only after the host said it', async () => {
    const link = await host.greet('preparing')
    expect(names).toEqual(['connecting', 'preparing'])
    await link.state('ready')
    expect(names).toEqual(['connecting', 'preparing', 'ready'])
  })

  test('a host that never greets is left after a while and tried again', async () => {
    host.socket.start()
    await settle()
    const mute = host.link
    await host.clock.pass(15_000)
    expect(mute.closedWith).toBe(1000)
    expect(host.socket.state.name).toBe('offline')
    await host.clock.pass(longestWaitMs)
    expect(host.links).toHaveLength(2)
  })

  test('a socket that was stopped while its ticket was minted opens nothing', async () => {
    host.socket.start()
    host.socket.stop()
    await settle()
    expect(host.links).toHaveLength(0)
    expect(host.clock.nextInMs).toBeUndefined()
  })

  test('stop and start in one breath make one connection', async () => {
    host.socket.start()
    host.socket.stop()
    host.socket.start()
    await settle()
    expect(host.links).toHaveLength(1)
  })
})

describe('coming back', () => {
  test('each try carries a ticket of its own', async () => {
    await (await host.greet()).drop()
    await host.clock.pass(longestWaitMs)
    expect(host.links.map((link) => link.protocols[1])).toEqual(['ticket.t1', 'ticket.t2'])
  })

  test('waits stay within their bounds while the host stays away', async () => {
    host.refuseTicket = () => new TypeError('Failed to fetch')
    host.socket.start()
    await settle()
    for (let lost = 0; lost < 12; lost += 1) {
      const waitMs = host.clock.nextInMs ?? Number.NaN
      expect(waitMs).toBeGreaterThanOrEqual(shortestWaitMs)
      expect(waitMs).toBeLessThanOrEqual(longestWaitMs)
      await host.clock.pass(waitMs)
    }
    expect(host.ticketsMinted).toBe(13)
  })

  test('a host that greets and closes at once is not hammered', async () => {
    host.socket.start()
    await settle()
    for (let lost = 0; lost < 4; lost += 1) {
      await host.link.hello()
      await host.link.drop()
      await host.clock.pass(host.clock.nextInMs ?? 0)
    }
    await host.link.drop()
    expect(host.clock.nextInMs).toBeGreaterThanOrEqual(longestWaitMs / 2)
  })

  test('after a long good connection the first wait is short again', async () => {
    host.socket.start()
    await settle()
    for (let lost = 0; lost < 5; lost += 1) {
      await host.link.drop()
      await host.clock.pass(host.clock.nextInMs ?? 0)
    }
    await host.link.hello()
    await host.clock.pass(40_000)
    await host.link.drop()
    expect(host.clock.nextInMs).toBe(shortestWaitMs)
  })

  test('a revoked socket never comes back by itself', async () => {
    await (await host.greet()).drop(closeCodes.revoked)
    expect(host.socket.state).toMatchObject({ name: 'ended', cause: 'revoked' })
    host.socket.retryNow()
    host.socket.noteVisible()
    host.socket.noteNetwork(true)
    await host.clock.pass(600_000)
    expect(host.links).toHaveLength(1)
  })

  test('a superseded socket asks for the newer lease at once', async () => {
    const link = await host.greet()
    await host.clock.pass(20_000)
    await link.drop(closeCodes.superseded)
    expect(host.links).toHaveLength(2)
  })

  test('a host that supersedes each new socket is asked with growing waits', async () => {
    await (await host.greet()).drop(closeCodes.superseded)
    expect(host.links).toHaveLength(1)
    expect(host.clock.nextInMs).toBeGreaterThanOrEqual(shortestWaitMs)
  })

  test('an overloaded host is given more time than a lost one', async () => {
    await (await host.greet()).drop(closeCodes.overloaded)
    expect(host.clock.nextInMs).toBeGreaterThan(5_000)
  })

  test('a close of an older connection does not touch the newer one', async () => {
    const older = await host.greet()
    await older.drop()
    await host.clock.pass(longestWaitMs)
    await host.link.hello()
    await older.drop(closeCodes.revoked)
    expect(host.socket.state.name).toBe('ready')
  })
})

describe('refused tickets', () => {
  test('a final refusal ends it with the sentence of the server', async () => {
    host.refuseTicket = () => new TicketRefused('There is no such agent.', 'refused')
    host.socket.start()
    await settle()
    expect(host.socket.state).toEqual({
      name: 'ended',
      cause: 'refused',
      sentence: 'There is no such agent.',
    })
    expect(host.clock.nextInMs).toBeUndefined()
  })

  test('a session that is over ends it as a sign-out, whoever says so first', async () => {
    host.refuseTicket = () => new TicketRefused('Please sign in.', 'signed-out')
    host.socket.start()
    await settle()
    expect(host.socket.state).toMatchObject({ name: 'ended', cause: 'signed-out' })
    const other = new FakeHost()
    await (await other.greet()).drop(closeCodes.signedOut)
    expect(other.socket.state).toMatchObject({ name: 'ended', cause: 'signed-out' })
    await other.clock.pass(600_000)
    expect(other.links).toHaveLength(1)
  })

  test('an agent that is not up yet is asked for again, and its sentence is shown', async () => {
    host.refuseTicket = () => new TicketRefused('Your agent is waking up.', null)
    host.socket.start()
    await settle()
    expect(host.socket.state).toMatchObject({
      name: 'offline',
      cause: 'refused',
      sentence: 'Your agent is waking up.',
    })
    host.refuseTicket = null
    await host.clock.pass(longestWaitMs)
    expect(host.links).toHaveLength(1)
  })
})

describe('network and sleep', () => {
  test('the network coming back cuts the wait short', async () => {
    await (await host.greet()).drop()
    host.socket.noteNetwork(false)
    expect(host.socket.state).toMatchObject({ name: 'offline', cause: 'no-network' })
    host.socket.noteNetwork(true)
    await settle()
    expect(host.links).toHaveLength(2)
  })

  test('a hint that the network is gone leaves a living connection alone', async () => {
    const link = await host.greet()
    host.socket.noteNetwork(false)
    expect(host.socket.state.name).toBe('ready')
    expect(link.closedWith).toBeNull()
  })

  test('a silent agent is asked whether it is there, and stays when it answers', async () => {
    const link = await host.greet()
    await host.clock.pass(45_000)
    expect(link.requests('chat.history')).toEqual([{ sessionKey: 'agent:main:main', limit: 1 }])
    await link.answer('chat.history', {})
    await host.clock.pass(44_000)
    expect(link.requests('chat.history')).toHaveLength(1)
    expect(host.socket.state.name).toBe('ready')
  })

  test('a connection that does not answer is left and made anew', async () => {
    const link = await host.greet()
    await host.clock.pass(56_000)
    expect(link.closedWith).toBe(1000)
    expect(host.links).toHaveLength(2)
  })

  test('an agent that is heard is not asked', async () => {
    const link = await host.greet()
    for (let heard = 0; heard < 6; heard += 1) {
      await host.clock.pass(30_000)
      await link.event('agent', {})
    }
    expect(link.sent).toEqual([])
  })

  test('a page that wakes from sleep asks at once', async () => {
    const link = await host.greet()
    host.clock.sleepThrough(3_600_000)
    host.socket.noteVisible()
    expect(link.requests('chat.history')).toHaveLength(1)
  })

  test('an agent that takes long to start may be silent', async () => {
    await host.greet('starting')
    await host.clock.pass(600_000)
    expect(host.links).toHaveLength(1)
  })
})

describe('the gateway dies', () => {
  test('the reason is told, and what was on its way is given up as unknown', async () => {
    const link = await host.greet()
    const request = host.socket.request('chat.send', {}).catch((error: unknown) => error)
    await link.state('starting', 'Your agent stopped and is starting again.')
    expect(host.socket.state).toEqual({
      name: 'restarting',
      reason: 'Your agent stopped and is starting again.',
      readyInMs: null,
    })
    expect(await request).toMatchObject({ code: 'restarted', isRefused: false })
    await link.state('preparing')
    expect(host.socket.state.name).toBe('restarting')
    await link.state('ready')
    expect(host.socket.state.name).toBe('ready')
    expect(host.links).toHaveLength(1)
  })
})

describe('requests', () => {
  test('answers find their requests in any order', async () => {
    const link = await host.greet()
    const first = host.socket.request('chat.history', { limit: 1 })
    const second = host.socket.request('chat.abort', {})
    await link.answer('chat.abort', 'second')
    await link.answer('chat.history', 'first')
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  test('a refusal carries the code of the gateway', async () => {
    const link = await host.greet()
    const request = host.socket.request('chat.send', {}).catch((error: unknown) => error)
    await link.refuse('chat.send', 'INVALID_REQUEST')
    expect(await request).toMatchObject({ code: 'INVALID_REQUEST', isRefused: true })
  })

  test('what the host could not deliver may be asked again', async () => {
    const link = await host.greet()
    const request = host.socket.request('chat.send', {}).catch((error: unknown) => error)
    await link.refuse('chat.send', 'UNAVAILABLE', true)
    expect(await request).toMatchObject({ code: 'UNAVAILABLE', isRefused: false })
  })

  test('a request that nobody answers ends, and a late answer is nobody’s', async () => {
    const link = await host.greet()
    const request = host.socket.request('chat.send', {}, 5_000).catch((error: unknown) => error)
    await host.clock.pass(5_000)
    expect(await request).toMatchObject({ code: 'timeout', isRefused: false })
    await link.answer('chat.send', {})
    expect(host.socket.state.name).toBe('ready')
  })

  test('a loss of the connection ends every open request', async () => {
    const link = await host.greet()
    const request = host.socket.request('chat.send', {}).catch((error: unknown) => error)
    await link.drop()
    expect(await request).toBeInstanceOf(RequestFailed)
  })

  test('nothing is sent before the host has greeted', async () => {
    host.socket.start()
    await settle()
    await expect(host.socket.request('chat.send', {})).rejects.toMatchObject({ code: 'closed' })
    expect(host.link.sent).toEqual([])
  })
})
