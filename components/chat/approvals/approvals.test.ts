import { beforeEach, describe, expect, test } from 'vitest'
import { FakeHost, type FakeLink } from '../socket/fake-host'
import { Approvals } from './approvals'

const waitMs = 1_800_000

let host: FakeHost
let approvals: Approvals
let link: FakeLink

const asked = (id: string, command = 'rm notes.txt', thread = 'main') => ({
  id,
  request: { command, cwd: '/home/agent/workspace', sessionKey: `agent:main:${thread}` },
  createdAtMs: host.clock.now(),
  expiresAtMs: host.clock.now() + waitMs,
})
const states = () => approvals.view().map((one) => `${one.command}: ${one.state}`)

beforeEach(async () => {
  host = new FakeHost()
  approvals = new Approvals({ socket: host.socket, clock: host.clock })
  approvals.start()
  link = await host.greet()
  await link.answer('exec.approval.list', [])
})

describe('a command that waits for a person', () => {
  test('is shown with its folder and conversation', async () => {
    await link.event('exec.approval.requested', asked('a1', 'rm notes.txt', 'chat-7'))
    expect(approvals.view()).toMatchObject([
      {
        command: 'rm notes.txt',
        folder: '/home/agent/workspace',
        threadId: 'chat-7',
        state: 'open',
      },
    ])
  })

  test('is answered once, whichever of answer and event comes first', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    const answering = approvals.answer('a1', 'allow-once')
    void approvals.answer('a1', 'deny')
    expect(link.requests('exec.approval.resolve')).toEqual([{ id: 'a1', decision: 'allow-once' }])
    await link.event('exec.approval.resolved', { id: 'a1', decision: 'allow-once' })
    await link.answer('exec.approval.resolve', { ok: true })
    await answering
    expect(states()).toEqual(['rm notes.txt: allowed'])
  })

  test('that was answered on another device says so', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    await link.event('exec.approval.resolved', { id: 'a1', decision: 'deny' })
    expect(states()).toEqual(['rm notes.txt: elsewhere-denied'])
  })

  test('that somebody denies while our permission is on its way was denied elsewhere', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    const answering = approvals.answer('a1', 'allow-once')
    await link.event('exec.approval.resolved', { id: 'a1', decision: 'deny' })
    await link.refuse('exec.approval.resolve', 'INVALID_REQUEST')
    await answering
    expect(states()).toEqual(['rm notes.txt: elsewhere-denied'])
  })

  test('whose run was stopped is not needed any more, and nobody is blamed for silence', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    await link.event('exec.approval.resolved', { id: 'a1', decision: null })
    expect(states()).toEqual(['rm notes.txt: gone'])
  })

  test('can be answered again when the answer was lost on its way', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    const answering = approvals.answer('a1', 'deny')
    await link.refuse('exec.approval.resolve', 'UNAVAILABLE', true)
    await answering
    expect(approvals.view()[0]).toMatchObject({
      state: 'open',
      problem: 'Your answer did not arrive. Try again.',
    })
  })
})

describe('after a reconnect', () => {
  const reconnect = async () => {
    await link.drop()
    await host.clock.pass(host.clock.nextInMs ?? 0)
    link = host.link
    await link.hello()
  }

  test('what was asked meanwhile is found, and nothing is doubled', async () => {
    await link.event('exec.approval.requested', asked('a1', 'rm one'))
    const first = asked('a1', 'rm one')
    await reconnect()
    await link.answer('exec.approval.list', [first, asked('a2', 'rm two')])
    expect(states()).toEqual(['rm one: open', 'rm two: open'])
  })

  test('what was answered meanwhile does not wait any more', async () => {
    await link.event('exec.approval.requested', asked('a1'))
    await reconnect()
    await link.answer('exec.approval.list', [])
    expect(states()).toEqual(['rm notes.txt: gone'])
  })

  test('a list that could not be read is asked for again', async () => {
    await reconnect()
    await link.refuse('exec.approval.list', 'UNAVAILABLE', true)
    await host.clock.pass(2_000)
    await link.answer('exec.approval.list', [asked('a1')])
    expect(states()).toEqual(['rm notes.txt: open'])
  })
})

describe('time', () => {
  test('that is over by our clock is over only when the gateway says so', async () => {
    const question = { ...asked('a1'), expiresAtMs: host.clock.now() + 5_000 }
    await link.event('exec.approval.requested', question)
    await host.clock.pass(5_000)
    await link.answer('exec.approval.list', [question])
    expect(states()).toEqual(['rm notes.txt: open'])
    await host.clock.pass(15_000)
    await link.answer('exec.approval.list', [])
    expect(states()).toEqual(['rm notes.txt: expired'])
  })
})
