import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Monitor } from './monitor'

type Answer = (socket: Socket, about: { execute: string; id: number }) => void

let dir: string
let server: Server
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-monitor-'))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

/** What stands in for QEMU: greets, says things that nobody asked for, and answers as `answer` does. */
async function qemu(answer: Answer): Promise<string> {
  const path = join(dir, 'monitor')
  server = createServer((socket) => {
    socket.write('{"QMP": {"version": {}}}\n{"event": "RESUME"}\nnot json\n')
    // A caller that hangs up in the middle of an answer is one of the cases.
    socket.on('error', () => undefined)
    const lines = createInterface({ input: socket })
    lines.on('error', () => undefined)
    lines.on('line', (line) => {
      answer(socket, JSON.parse(line) as { execute: string; id: number })
    })
  })
  server.listen(path)
  await once(server, 'listening')
  return path
}

const agree: Answer = (socket, { id, execute }) =>
  socket.write(`${JSON.stringify({ id, return: execute })}\n`)
const patient = () => AbortSignal.timeout(10_000)

describe('the monitor of QEMU', () => {
  it('is asked one thing after another, and hangs up when the work is done', async () => {
    const path = await qemu(agree)
    const closed = new Promise<void>((resolve) => {
      server.once('connection', (socket) => socket.once('close', () => resolve()))
    })
    const answers = await Monitor.use(path, patient(), (monitor) =>
      Promise.all([monitor.execute('stop'), monitor.execute('cont')]),
    )
    expect(answers).toEqual(['stop', 'cont'])
    await closed
  })

  it('refuses in its own words', async () => {
    const path = await qemu((socket, about) => {
      if (about.execute === 'qmp_capabilities') agree(socket, about)
      else socket.write(`${JSON.stringify({ id: about.id, error: { desc: 'not now' } })}\n`)
    })
    const asked = Monitor.use(path, patient(), (monitor) => monitor.execute('migrate'))
    await expect(asked).rejects.toThrow('QEMU: not now')
  })

  it('says that QEMU has ended instead of waiting for its answer', async () => {
    const path = await qemu((socket, about) => {
      if (about.execute === 'quit') socket.destroy()
      else agree(socket, about)
    })
    await Monitor.use(path, patient(), async (monitor) => {
      await expect(monitor.execute('quit')).rejects.toThrow('QEMU has ended')
      await expect(monitor.execute('query-status')).rejects.toThrow('QEMU has ended')
    })
  })

  it('is not waited for any longer than the caller wants', async () => {
    const stop = new AbortController()
    // It has been asked, and says nothing.
    const path = await qemu(() => stop.abort())
    const asked = Monitor.use(path, stop.signal, async () => 'never')
    await expect(asked).rejects.toThrow('QEMU has ended')
  })
})
