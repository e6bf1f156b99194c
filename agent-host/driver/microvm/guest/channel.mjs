/**
 * Many streams over one pair of pipes, for the two ends of a virtual machine's serial port. Both ends run
 * this file: the relay in the gateway's process, and the host.
 *
 * A frame is a kind, a stream, a length, so many bytes, and an end mark. The line between the ends may break
 * in the middle of a frame, when the host is started again or the machine was asleep; the pipes stay open and
 * nobody is told. So the host greets anew each time, with padding that ends whatever frame the guest was
 * reading, and a word that nobody can guess; the guest forgets all streams and repeats the word, and what
 * the host reads before that is thrown away. A frame that padding has ended has no end mark, and is dropped.
 */
import { randomBytes } from 'node:crypto'
import { Duplex } from 'node:stream'

const kinds = { pad: 0, hello: 1, open: 2, data: 3, end: 4, reset: 5, credit: 6 }
const headBytes = 7
const maxPayloadBytes = 16 * 1024
const endMark = 0xa5
const helloMark = Buffer.from('rockpool-channel')
const wordBytes = 16

/** How much of one stream may be under way: a reader that is slow holds up itself alone. */
const windowBytes = 256 * 1024
/** A machine that opens more is out of order. */
const maxStreams = 1_024

/** The other end broke the rules: nothing that it says from here on means anything. */
export class ChannelBroken extends Error {}

class ChannelStream extends Duplex {
  #channel
  #credit = windowBytes
  #owed = 0
  #received = 0
  #waiting
  /** @param {Channel} channel */
  constructor(channel, id) {
    super({ allowHalfOpen: true, highWaterMark: windowBytes })
    this.#channel = channel
    this.id = id
  }

  _write(chunk, _encoding, done) {
    this.#send(chunk, done)
  }

  #send(chunk, done) {
    if (chunk.length === 0) return done()
    const size = Math.min(chunk.length, this.#credit, maxPayloadBytes)
    if (size === 0) {
      this.#waiting = () => this.#send(chunk, done)
      return
    }
    this.#credit -= size
    const rest = chunk.subarray(size)
    const next = () => this.#send(rest, done)
    this.#channel.send(kinds.data, this.id, { payload: chunk.subarray(0, size), done: next })
  }

  _final(done) {
    this.#channel.send(kinds.end, this.id, { done })
  }

  _read() {
    const owed = this.#owed
    this.#owed = 0
    this.#grant(owed)
  }

  _destroy(error, done) {
    this.#waiting = undefined
    this.#channel.forget(this, !(this.readableEnded && this.writableFinished))
    done(error)
  }

  takeData(payload) {
    this.#received += payload.length
    if (this.#received > windowBytes)
      throw new ChannelBroken('a stream was sent more than it asked for')
    if (this.destroyed) return
    if (this.push(Buffer.from(payload))) this.#grant(payload.length)
    else this.#owed += payload.length
  }

  takeCredit(bytes) {
    this.#credit += bytes
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.()
  }

  #grant(bytes) {
    if (bytes === 0 || this.destroyed) return
    this.#received -= bytes
    const payload = Buffer.alloc(4)
    payload.writeUInt32BE(bytes)
    this.#channel.send(kinds.credit, this.id, { payload })
  }
}

export class Channel {
  #input
  #output
  #isHost
  #onOpen
  #onBroken
  #streams = new Map()
  #nextId
  #buffered = Buffer.alloc(0)
  /** What the guest has to repeat before it is listened to; undefined once it did, and always in the guest. */
  #awaited
  #onDrain = []

  /**
   * `onOpen` gets each stream that the other end opens, and the service that it asked for. `onBroken` is told
   * once, when the other end breaks the rules; all streams are destroyed then.
   */
  constructor({ input, output, isHost, onOpen, onBroken }) {
    this.#input = input
    this.#output = output
    this.#isHost = isHost
    this.#onOpen = onOpen
    this.#onBroken = onBroken
    this.#nextId = isHost ? 1 : 2
    output.on('drain', () => {
      for (const next of this.#onDrain.splice(0)) next()
    })
    input.on('data', (chunk) => this.#take(chunk))
    if (isHost) this.#greet()
  }

  get streams() {
    return this.#streams.size
  }

  open(service) {
    const stream = new ChannelStream(this, this.#nextId)
    this.#nextId += 2
    this.#streams.set(stream.id, stream)
    this.send(kinds.open, stream.id, { payload: Buffer.from(service) })
    return stream
  }

  close() {
    this.#input.removeAllListeners('data')
    this.#forgetAll()
  }

  /** For streams of this channel alone. `done` comes when there is room for more. */
  send(kind, id, { payload = Buffer.alloc(0), done = () => {} } = {}) {
    const frame = Buffer.alloc(headBytes + payload.length + 1)
    frame.writeUInt8(kind, 0)
    frame.writeUInt32BE(id, 1)
    frame.writeUInt16BE(payload.length, 5)
    payload.copy(frame, headBytes)
    frame.writeUInt8(endMark, headBytes + payload.length)
    if (this.#output.write(frame)) process.nextTick(done)
    else this.#onDrain.push(done)
  }

  /** A stream is over. */
  forget(stream, tellsPeer) {
    if (this.#streams.get(stream.id) !== stream) return
    this.#streams.delete(stream.id)
    if (tellsPeer) this.send(kinds.reset, stream.id)
  }

  #greet() {
    const word = randomBytes(wordBytes)
    this.#awaited = Buffer.concat([helloMark, word])
    this.#output.write(Buffer.alloc(headBytes + maxPayloadBytes + 1))
    this.send(kinds.hello, 0, { payload: this.#awaited })
  }

  #take(chunk) {
    try {
      this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk])
      if (this.#awaited !== undefined && !this.#findAwaited()) return
      let at = 0
      for (;;) {
        const frame = this.#frameAt(at)
        if (frame === undefined) break
        at = frame.next
        if (frame.kind !== kinds.pad) this.#obey(frame)
      }
      this.#buffered = this.#buffered.subarray(at)
    } catch (error) {
      if (!(error instanceof ChannelBroken)) throw error
      this.close()
      this.#onBroken(error)
    }
  }

  /** Everything before the word is from before we greeted; of that, only a part of it may have to be kept. */
  #findAwaited() {
    const at = this.#buffered.indexOf(this.#awaited)
    if (at === -1) {
      this.#buffered = Buffer.from(this.#buffered.subarray(-(this.#awaited.length - 1)))
      return false
    }
    // After the word stands the end mark of its frame.
    if (this.#buffered.length <= at + this.#awaited.length) return false
    this.#buffered = this.#buffered.subarray(at + this.#awaited.length + 1)
    this.#awaited = undefined
    return true
  }

  #frameAt(at) {
    const { length } = this.#buffered
    if (at >= length) return undefined
    if (this.#buffered.readUInt8(at) === kinds.pad) {
      if (this.#isHost) throw new ChannelBroken('a machine sent padding')
      return { kind: kinds.pad, next: at + 1 }
    }
    if (at + headBytes > length) return undefined
    const kind = this.#buffered.readUInt8(at)
    const size = this.#buffered.readUInt16BE(at + 5)
    if (size > maxPayloadBytes) throw new ChannelBroken('a frame was too long')
    const next = at + headBytes + size + 1
    if (next > length) return undefined
    if (this.#buffered.readUInt8(next - 1) !== endMark) {
      if (this.#isHost) throw new ChannelBroken('a frame had no end')
      return { kind: kinds.pad, next }
    }
    const id = this.#buffered.readUInt32BE(at + 1)
    return { kind, id, payload: this.#buffered.subarray(at + headBytes, next - 1), next }
  }

  #obey({ kind, id, payload }) {
    if (kind === kinds.hello && !this.#isHost) {
      this.#forgetAll()
      this.send(kinds.hello, 0, { payload })
      return
    }
    if (kind === kinds.open) {
      this.#accept(id, payload.toString())
      return
    }
    // Of a stream that we have ended ourselves, the other end may not know yet.
    const stream = this.#streams.get(id)
    if (kind === kinds.data) stream?.takeData(payload)
    else if (kind === kinds.end) stream?.push(null)
    else if (kind === kinds.reset) {
      this.#streams.delete(id)
      stream?.destroy()
    } else if (kind === kinds.credit && payload.length === 4) {
      stream?.takeCredit(payload.readUInt32BE())
    } else throw new ChannelBroken(`a frame was of an unknown kind, ${String(kind)}`)
  }

  #accept(id, service) {
    const isTheirs = id % 2 === (this.#isHost ? 0 : 1)
    if (!isTheirs || this.#streams.has(id)) throw new ChannelBroken('a stream was opened twice')
    if (this.#streams.size >= maxStreams) throw new ChannelBroken('too many streams were opened')
    const stream = new ChannelStream(this, id)
    this.#streams.set(id, stream)
    this.#onOpen(stream, service)
  }

  #forgetAll() {
    const streams = [...this.#streams.values()]
    this.#streams.clear()
    for (const stream of streams) stream.destroy()
  }
}

/** Carries bytes both ways between two streams until both directions have ended, or one breaks. */
export function joinStreams(near, far) {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ]) {
    // The other end sees its connection break, which is all there is to tell it.
    from.on('error', () => to.destroy())
    from.on('close', () => {
      if (!from.readableEnded) to.destroy()
    })
    from.pipe(to)
  }
}
