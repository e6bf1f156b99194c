import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maxFrameBytes } from '../protocol/socket'
import { HostUnderTest } from '../testing/host-under-test'
import type { StandInGateway } from '../testing/stand-in-gateway'
import type { TestBrowser } from '../testing/test-browser'

const persona = { version: 1, files: { soul: '# Soul\n' }, skills: [] }
const mib = 1024 * 1024
/** What the kernel keeps of two sockets on either side of us, and what we keep ourselves. */
const mostOnTheWay = 24 * mib

/** A frame as a browser must send it, but with whatever first byte and length are asked for. */
function frame(firstByte: number, body: Buffer, saidBytes = body.length): Buffer {
  const head = Buffer.alloc(10)
  head[0] = firstByte
  head[1] = 0x80 | 127
  head.writeBigUInt64BE(BigInt(saidBytes), 2)
  const mask = Buffer.alloc(4)
  return Buffer.concat([head, mask, body])
}

/** What `count` comes to rest at: the same for five looks in a row, for everybody here shares one thread. */
async function settled(count: () => number): Promise<number> {
  let last: number | undefined
  let looks = 0
  const isAtRest = () => {
    const now = count()
    looks = now === last ? looks + 1 : 0
    last = now
    return looks >= 5
  }
  await expect.poll(isAtRest, { interval: 200, timeout: 20_000 }).toBe(true)
  return count()
}
const ping = Buffer.from([0x89, 0x80, 0, 0, 0, 0])

describe('what may come over a socket', () => {
  let host: HostUnderTest
  let machineId: string
  let gateway: StandInGateway
  let agent: { agentId: string; accountId: string }

  beforeAll(async () => {
    host = await HostUnderTest.start()
    machineId = await host.readyMachine()
    const { agentId, accountId, generation } = host.ticket(machineId)
    agent = { agentId, accountId }
    await host.call('lease', { machineId, ...agent, generation, persona })
    const found = host.driver.gatewayOf(machineId)
    if (found === undefined) throw new Error('no gateway')
    gateway = found
  })
  afterAll(() => host[Symbol.asyncDispose]())

  async function connected(): Promise<TestBrowser> {
    const browser = await host.open(host.ticket(machineId, agent as object))
    await browser.until(() => browser.states().at(-1) === 'ready')
    return browser
  }
  const send = (browser: TestBrowser, about: { id: string; message: string; bytes?: number }) => {
    const { id, message, bytes } = about
    const idempotencyKey = `key-of-${id}`
    const params = { sessionKey: 'agent:main:main', message, idempotencyKey }
    if (bytes === undefined) return browser.request(id, 'chat.send', params)
    const picture = { type: 'image', mimeType: 'image/png', fileName: 'a.png' }
    const attachments = [{ ...picture, content: 'A'.repeat(bytes) }]
    browser.request(id, 'chat.send', { ...params, attachments })
  }
  const answered = (browser: TestBrowser) =>
    browser.frame((each) => each.payload?.['state'] === 'final')

  it.each<[string, number, Buffer[]]>([
    ['a frame that says it has a gigabyte', 1009, [frame(0x81, Buffer.from('{'), 1024 * mib)]],
    ['a compressed frame', 1002, [frame(0xc1, Buffer.from('{}'))]],
    ['text that is not UTF-8', 1007, [frame(0x81, Buffer.from([0xff, 0xfe]))]],
    [
      'a message in pieces without end',
      1008,
      [
        frame(0x01, Buffer.from('{')),
        Buffer.concat(Array.from({ length: 20_000 }, () => frame(0x00, Buffer.from(' ')))),
      ],
    ],
    [
      'pieces that together are too large',
      1009,
      [
        frame(0x01, Buffer.alloc(12 * mib, 0x20)),
        frame(0x00, Buffer.alloc(maxFrameBytes - 11 * mib, 0x20)),
      ],
    ],
    ['a flood of pings', 1008, [Buffer.concat(Array.from({ length: 100_000 }, () => ping))]],
    ['bytes that are no frames', 1002, [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
    ['a frame of bytes', 1008, [frame(0x82, Buffer.from('{}'))]],
  ])('%s closes the socket with %i, and nothing else', async (...[, code, bytes]) => {
    const other = await connected()
    const browser = await connected()
    const before = gateway.calls.length
    for (const each of bytes) browser.sendBytes(each)
    await browser.until(() => browser.closed !== undefined)
    expect(browser.closed?.code).toBe(code)
    expect(gateway.calls.slice(before).map(({ method }) => method)).toEqual([])
    send(other, { id: 'still', message: 'are you there' })
    await answered(other)
    other.leave()
  })

  it('waits for a browser that does not read, loses nothing, and lets others go on', async () => {
    const pieces = 240
    const piece = 'x'.repeat(256 * 1024)
    gateway.reply = async (say, message) => {
      if (message !== 'much') return say(message)
      for (let count = 0; count < pieces; count += 1) say(piece)
    }
    const slow = await connected()
    slow.stopReading()
    send(slow, { id: 'slow', message: 'much' })
    const other = await connected()
    await expect.poll(() => gateway.called('chat.send')).toBeGreaterThan(0)
    // What nobody reads stays where it was said: with the gateway, not with us.
    const untaken = await settled(() => gateway.untaken)
    expect(pieces * piece.length - untaken).toBeLessThan(mostOnTheWay)
    other.request('h', 'chat.history', { sessionKey: 'agent:main:main' })
    await other.frame((each) => each.id === 'h')
    other.leave()
    slow.read()
    await answered(slow)
    expect(slow.text()).toHaveLength(pieces * piece.length)
    slow.leave()
  })

  it('waits for a gateway that does not read, and hands everything over once it does', async () => {
    gateway.reply = async (say, message) => say(message)
    const browser = await connected()
    gateway.stopReading()
    const before = gateway.called('chat.send')
    for (let count = 0; count < 40; count += 1) {
      send(browser, { id: `m${count}`, message: 'look', bytes: mib })
    }
    const untaken = await settled(() => browser.untaken)
    expect(40 * mib - untaken).toBeLessThan(mostOnTheWay)
    gateway.read()
    await expect.poll(() => gateway.called('chat.send') - before, { timeout: 15_000 }).toBe(40)
    expect(browser.closed).toBeUndefined()
    browser.leave()
  })

  it('keeps no more than a few messages for a machine that is not ready for them', async () => {
    const early = await host.open(host.ticket(machineId, { ...agent, personaVersion: 9 } as object))
    await early.until(() => early.states().at(-1) === 'preparing')
    for (const id of ['1', '2', '3']) send(early, { id, message: 'look', bytes: 12 * mib })
    const refused = await early.frame((each) => each.type === 'res')
    expect(refused).toMatchObject({ id: '3', error: { code: 'UNAVAILABLE', retryable: true } })
    early.leave()
  })
})
