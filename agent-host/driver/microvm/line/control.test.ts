import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Control } from './control'

let dir: string
let server: Server
let machine: Socket
let control: Control
let heard: string

/** The machine's end of the line, as a test may speak it. */
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-control-'))
  const path = join(dir, 'line')
  heard = ''
  server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(path, resolve)
  })
  const connected = once(server, 'connection') as Promise<[Socket]>
  const signal = AbortSignal.timeout(10_000)
  control = await Control.open(path, { clockMs: () => 1_234_567.8, signal })
  ;[machine] = await connected
  machine.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
})
afterEach(async () => {
  control.close()
  machine.destroy()
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

describe('the line to the first process of a virtual machine', () => {
  it('begins by ending what an earlier process may have left unfinished, then tells one thing a line', async () => {
    const isSet = control.tellTime()
    control.giveFile('filter', Buffer.from('bytes'))
    control.run({ memoryMib: 64, pids: 8 })
    control.askToEnd()
    machine.write('clock\n')
    await isSet
    control.close()
    await once(machine, 'close')
    const [first, clock, seed, ...rest] = heard.split('\n')
    expect([first, clock]).toEqual(['', 'clock 1234.568'])
    expect(seed).toMatch(/^seed [0-9a-f]{64}$/)
    expect(rest).toEqual(['file filter Ynl0ZXM=', 'run 64 8', 'term', ''])
  })

  it('hears that the machine is up, and how its command ended, in printable words', async () => {
    const words = Buffer.from('first\nlast\u0007 words\n').toString('base64')
    machine.write('hello\nexit 13')
    await control.up
    machine.end(`7 2 ${words}\n`)
    await control.closed
    expect(control.end).toEqual({ code: 137, memoryKills: 2, lastWords: 'last? words' })
  })

  it('believes the first end alone, and nothing that is not one', async () => {
    machine.end('exit\nexit -1 0\nexit 1234 0\nexit 3 0 \nexit 0 0 \n')
    await control.closed
    expect(control.end).toEqual({ code: 3, memoryKills: 0, lastWords: undefined })
  })

  it('does not wait for the clock of a machine that has ended', async () => {
    const isSet = control.tellTime()
    machine.destroy()
    await isSet
    expect(control.end).toBeUndefined()
  })

  it('stops listening to a machine that floods it', async () => {
    machine.on('error', () => undefined)
    const flood = Buffer.alloc(64 * 1024, 'x')
    const write = () => {
      while (!machine.destroyed && machine.write(flood));
    }
    machine.on('drain', write)
    write()
    await control.closed
    expect(control.end).toBeUndefined()
  })
})
