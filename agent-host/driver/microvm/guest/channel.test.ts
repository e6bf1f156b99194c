import { once } from 'node:events'
import { type Duplex, PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Channel } from './channel.mjs'

type Answer = (stream: Duplex, service: string) => void

/** Both ends, and the pipes between them as a test may cut into them. */
function line(answer: { host?: Answer; guest?: Answer } = {}) {
  const [toGuest, toHost] = [new PassThrough(), new PassThrough()]
  const broken: string[] = []
  const refuse: Answer = (stream) => stream.destroy()
  const host = () =>
    new Channel({
      input: toHost,
      output: toGuest,
      isHost: true,
      onOpen: answer.host ?? refuse,
      onBroken: (error) => broken.push(error.message),
    })
  const guest = new Channel({
    input: toGuest,
    output: toHost,
    isHost: false,
    onOpen: answer.guest ?? refuse,
    onBroken: (error) => broken.push(error.message),
  })
  return { host, guest, toGuest, toHost, broken }
}

const echo: Answer = (stream) => stream.pipe(stream)
const endMark = 0xa5
const frame = (kind: number, id: number, payload = Buffer.alloc(0)) => {
  const head = Buffer.alloc(7)
  head.writeUInt8(kind, 0)
  head.writeUInt32BE(id, 1)
  head.writeUInt16BE(payload.length, 5)
  return Buffer.concat([head, payload, Buffer.of(endMark)])
}

describe('the channel of a virtual machine', () => {
  it('carries what is said both ways and ends each way by itself', async () => {
    const heard: string[] = []
    const { host } = line({
      guest: (stream, service) => {
        heard.push(service)
        echo(stream, service)
      },
    })
    const stream = host().open('gateway')
    stream.end('a question')
    expect(await text(stream)).toBe('a question')
    expect(heard).toEqual(['gateway'])
  })

  it('carries more than a window, in order', async () => {
    const { host } = line({ guest: echo })
    const stream = host().open('gateway')
    const words = Array.from({ length: 200_000 }, (_, at) => String(at)).join(' ')
    stream.end(words)
    expect((await text(stream)) === words).toBe(true)
  })

  it('lets the machine open streams to the host as well', async () => {
    const { host, guest } = line({ host: (stream, service) => stream.end(`this is ${service}`) })
    host()
    expect(await text(guest.open('model'))).toBe('this is model')
  })

  it('holds one stream up for a slow reader and no other', async () => {
    const { host } = line({ guest: echo })
    const channel = host()
    const slow = channel.open('gateway')
    const whole = 8 * 1024 * 1024
    slow.write(Buffer.alloc(whole))
    const quick = channel.open('gateway')
    quick.end('still here')
    expect(await text(quick)).toBe('still here')
    // Both ends buffer a window or two; the rest waits with its writer.
    expect(slow.writableLength).toBe(whole)
    const heard = text(slow)
    slow.end()
    expect((await heard).length).toBe(whole)
  })

  it('forgets all streams when the host greets anew, also in the middle of a frame', async () => {
    const seen: Duplex[] = []
    const { host, toGuest } = line({
      guest: (stream, service) => {
        seen.push(stream)
        echo(stream, service)
      },
    })
    const first = host()
    const old = first.open('gateway')
    old.write('before')
    await once(old, 'data')
    first.close()
    toGuest.write(frame(3, 1, Buffer.from('cut short')).subarray(0, 12))
    const stream = host().open('gateway')
    stream.end('after')
    expect(await text(stream)).toBe('after')
    expect(seen[0]?.destroyed).toBe(true)
  })

  it('hears nothing that was said before the greeting was answered', async () => {
    const opened: string[] = []
    const { host, guest, toHost } = line({
      guest: echo,
      host: (stream, service) => {
        opened.push(service)
        stream.end()
      },
    })
    toHost.write(frame(2, 2, Buffer.from('from before')).subarray(3))
    const stream = host().open('gateway')
    stream.end('x')
    expect(await text(stream)).toBe('x')
    await text(guest.open('from now on'))
    expect(opened).toEqual(['from now on'])
  })

  it.each([
    ['of an unknown kind', frame(9, 2)],
    ['too long', Buffer.concat([frame(3, 2).subarray(0, 5), Buffer.of(0xff, 0xff)])],
    ['no end', Buffer.concat([frame(3, 2).subarray(0, -1), Buffer.of(0)])],
    ['opened twice', frame(2, 1)],
    ['padding', Buffer.of(0)],
  ])('breaks with a machine whose frame is out of order: %s', async (words, bytes) => {
    const { host, toHost, broken } = line({ guest: echo })
    const channel = host()
    const stream = channel.open('gateway')
    stream.write('hello')
    await once(stream, 'data')
    toHost.write(bytes)
    await once(stream, 'close')
    expect(broken).toEqual([expect.stringContaining(words)])
    expect(channel.streams).toBe(0)
  })

  it('breaks with a machine that sends more than was asked for', async () => {
    const { host, toHost, broken } = line({ guest: echo })
    const channel = host()
    const stream = channel.open('gateway')
    stream.write('hello')
    await once(stream, 'data')
    stream.pause()
    const closed = once(stream, 'close')
    for (let sent = 0; sent < 600 * 1024; sent += 16_000) {
      toHost.write(frame(3, 1, Buffer.alloc(16_000)))
    }
    await closed
    expect(broken).toEqual([expect.stringContaining('more than it asked for')])
  })

  it('breaks with a machine that opens streams without end', async () => {
    const { host, guest, broken } = line({ guest: echo, host: () => undefined })
    const channel = host()
    await once(channel.open('gateway').end('x').resume(), 'end')
    for (let count = 0; count < 1_100; count += 1) guest.open('model').on('error', () => undefined)
    while (broken.length === 0) await turn()
    expect(broken).toEqual(['too many streams were opened'])
  })
})
