import { beforeEach, describe, expect, test } from 'vitest'
import { FakeHost, type FakeLink } from '../socket/fake-host'
import { ThreadList, undoWithinMs } from './thread-list'
import { readRows, titleWords } from './thread-row'

let host: FakeHost
let list: ThreadList
let link: FakeLink
let deleted: string[]
let words: Map<string, string>

const session = (id: string, atMs: number, more: object = {}) => ({
  key: `agent:main:${id}`,
  updatedAt: atMs,
  ...more,
})
const sessions = {
  sessions: [
    session('main', 10, { label: 'Everything' }),
    session('chat-1', 30, { derivedTitle: 'Tea in Cornwall', hasActiveRun: true }),
    session('chat-2', 20, { displayName: 'chat-2' }),
  ],
}
const ids = () => list.view().rows?.map((row) => row.id)

beforeEach(async () => {
  deleted = []
  words = new Map()
  host = new FakeHost()
  list = new ThreadList({
    socket: host.socket,
    clock: host.clock,
    onDeleted: (id) => deleted.push(id),
    firstWords: (id) => words.get(id) ?? null,
  })
  list.start()
  link = await host.greet()
  await link.answer('sessions.subscribe', { subscribed: true, list: sessions })
})

describe('the list', () => {
  test('is newest first and tells names and what is running', () => {
    expect(list.view().rows?.map((row) => [row.id, titleWords(row), row.isRunning])).toEqual([
      ['chat-1', 'Tea in Cornwall', true],
      ['chat-2', 'New conversation', false],
      ['main', 'Everything', false],
    ])
  })

  test('shows conversations only, and always the first one', () => {
    const rows = readRows({
      sessions: [
        { key: 'agent:other:main', updatedAt: 1 },
        session('cron:daily', 2),
        session('heartbeat', 3),
        session('subagent:7', 4),
        { what: 'is this' },
      ],
    })
    expect(rows).toEqual([{ id: 'main', title: null, atMs: 0, isRunning: false }])
  })

  test('is read once for a burst of changes', async () => {
    for (let count = 0; count < 5; count += 1) await link.event('sessions.changed', {})
    await host.clock.pass(400)
    expect(link.requests('sessions.list')).toHaveLength(1)
  })

  test('is read again after a reconnect, and is called stale until then', async () => {
    await link.drop()
    expect(list.view()).toMatchObject({ isStale: true, rows: [{}, {}, {}] })
    await host.clock.pass(host.clock.nextInMs ?? 0)
    await host.link.hello()
    const list9 = { sessions: [session('chat-9', 1)] }
    await host.link.answer('sessions.subscribe', { subscribed: true, list: list9 })
    expect(ids()).toEqual(['chat-9', 'main'])
    expect(list.view().isStale).toBe(false)
  })
})

describe('a conversation without a name', () => {
  const again = async () => {
    await link.event('sessions.changed', {})
    await host.clock.pass(400)
    await link.answer('sessions.list', sessions)
  }

  test('is called after its first words, once, and a long beginning is cut between words', async () => {
    words.set(
      'chat-2',
      'Tell me\n everything that there is to know about limpets and whelks on rocks',
    )
    words.set('chat-1', 'It has a name')
    await again()
    await again()
    expect(link.requests('sessions.patch')).toEqual([
      {
        key: 'agent:main:chat-2',
        autoLabel: 'Tell me everything that there is to know about limpets and…',
      },
    ])
  })

  test('is left alone while nobody knows how it began', async () => {
    await again()
    expect(link.requests('sessions.patch')).toEqual([])
  })
})

describe('renaming', () => {
  test('shows the new name at once and the old one when it was refused', async () => {
    const renaming = list.rename('chat-2', 'Everything')
    expect(list.view().rows?.[1]?.title).toBe('Everything')
    link.refusalMessage = 'label already in use: Everything'
    await link.refuse('sessions.patch', 'INVALID_REQUEST')
    expect(await renaming).toBe(false)
    expect(list.view().rows?.[1]?.title).toBeNull()
    expect(list.view().problem).toBe('Another conversation is called “Everything” already.')
  })
})

describe('deleting', () => {
  test('happens when the time to take it back has passed', async () => {
    list.remove('chat-1')
    expect(list.view().leaving).toEqual(new Set(['chat-1']))
    await host.clock.pass(undoWithinMs - 1)
    expect(link.requests('sessions.delete')).toEqual([])
    await host.clock.pass(1)
    expect(link.requests('sessions.delete')).toEqual([{ key: 'agent:main:chat-1' }])
    await link.answer('sessions.delete', { ok: true })
    expect(ids()).toEqual(['chat-2', 'main'])
    expect(deleted).toEqual(['chat-1'])
  })

  test('that is taken back never reaches the agent', async () => {
    list.remove('chat-1')
    list.restore('chat-1')
    await host.clock.pass(undoWithinMs * 2)
    expect(link.requests('sessions.delete')).toEqual([])
    expect(ids()).toContain('chat-1')
  })

  test('is forgotten when the page is left before it was carried out', async () => {
    list.remove('chat-1')
    list.stop()
    await host.clock.pass(undoWithinMs * 2)
    expect(link.requests('sessions.delete')).toEqual([])
  })

  test('that fails keeps the conversation and says so', async () => {
    list.remove('chat-1')
    await host.clock.pass(undoWithinMs)
    await link.refuse('sessions.delete', 'UNAVAILABLE', true)
    expect(ids()).toContain('chat-1')
    expect(list.view()).toMatchObject({
      leaving: new Set(),
      problem: 'The conversation could not be deleted. It is still there.',
    })
    await host.clock.pass(400)
    await link.answer('sessions.list', sessions)
    expect(list.view().problem).toContain('could not be deleted')
    expect(deleted).toEqual([])
  })
})
