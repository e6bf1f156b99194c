import { beforeEach, describe, expect, test } from 'vitest'
import { FakeFiles } from '../attachments/fake-files'
import { Shelf } from '../attachments/shelf'
import { settle } from '../fake-clock'
import { FakeStore } from '../kept/fake-store'
import { FakeHost, type FakeLink } from '../socket/fake-host'
import { threadItems } from '../thread/items'
import { answered, chat, ending, page, piece, said } from '../thread/sample-rows'
import { Conversations } from './conversations'

const agentId = 'agt_00000000000000000000'
const picture = { name: 'cat.png', mimeType: 'image/png', sizeBytes: 3, bytes: new Blob(['cat']) }
const keyOf = (thread: string) => `agent:main:${thread}`

let host: FakeHost
let store: FakeStore
let files: FakeFiles
let ids: number
let conversations: Conversations

function openPage(): void {
  host = new FakeHost()
  conversations = new Conversations({
    agentId,
    socket: host.socket,
    clock: host.clock,
    store,
    shelf: new Shelf(files, async () => null),
    newId: () => {
      ids += 1
      return `msg_${ids}`
    },
    firstTaskSent: async () => undefined,
  })
}

beforeEach(() => {
  store = new FakeStore()
  files = new FakeFiles()
  ids = 0
  openPage()
})

/** Opens A and B on one connection, each with an empty history, and shows A. */
async function openTwo(): Promise<FakeLink> {
  conversations.open('b')
  conversations.open('a')
  conversations.start()
  await settle()
  await host.link.hello()
  await readAll(host.link)
  return host.link
}

/** Answers every open reading, each with its own conversation's page. */
async function readAll(link: FakeLink, pages: Record<string, ReturnType<typeof page>> = {}) {
  for (const { sessionKey } of link.openRequests('chat.history')) {
    await link.answer('chat.history', pages[String(sessionKey)] ?? page([]))
  }
}

async function reconnect(pages: Record<string, ReturnType<typeof page>>): Promise<FakeLink> {
  await host.clock.pass(host.clock.nextInMs ?? 0)
  await host.link.hello()
  await readAll(host.link, pages)
  return host.link
}

const inThread = <T extends object>(thread: string, event: T) => ({
  ...event,
  sessionKey: keyOf(thread),
})
const sent = (thread: string) =>
  host.links.flatMap((link) =>
    link
      .requests('chat.send')
      .filter((params) => params['sessionKey'] === keyOf(thread))
      .map((params) => params['idempotencyKey']),
  )
const lines = (thread: string) =>
  threadItems(conversations.open(thread).conversation.view().thread, () => '').flatMap((item) => {
    if (item.kind === 'person') return [`you: ${item.text}`]
    if (item.kind !== 'agent') return []
    return [item.segments.map((one) => (one.kind === 'text' ? one.text : '')).join('')]
  })

describe('several conversations on one connection', () => {
  test('each hears its own answer, whichever is shown', async () => {
    const link = await openTwo()
    conversations.open('b').conversation.send('Hello B')
    await link.answer('chat.send', { status: 'started' })
    conversations.open('a').conversation.send('Hello A')
    await link.answer('chat.send', { status: 'started' })
    await link.event('agent', inThread('b', piece('msg_1', 'From B')))
    await link.event('agent', inThread('a', piece('msg_2', 'From A')))
    expect(lines('a')).toEqual(['you: Hello A', 'From A'])
    expect(lines('b')).toEqual(['you: Hello B', 'From B'])
  })

  test('a busy one does not hold up the messages of another', async () => {
    await openTwo()
    conversations.open('b').conversation.send('Long work')
    conversations.open('a').conversation.send('Quick question')
    expect([sent('b'), sent('a')]).toEqual([['msg_1'], ['msg_2']])
  })

  test('one that is opened on a standing connection reads its history at once', async () => {
    const link = await openTwo()
    conversations.open('c')
    await link.answer('chat.history', page([said('old', 'Before')]))
    expect(lines('c')).toEqual(['you: Before'])
  })
})

describe('a cut in the middle of an answer in B while A is shown', () => {
  test('loses nothing and doubles nothing in either', async () => {
    const link = await openTwo()
    conversations.open('b').conversation.send('Count')
    await link.answer('chat.send', { status: 'started' })
    await link.event('agent', inThread('b', piece('msg_1', '1 2')))
    conversations.open('a').conversation.send('Hello')
    await link.drop()
    const next = await reconnect({
      [keyOf('b')]: page([said('msg_1', 'Count')], { inFlight: { runId: 'msg_1', text: '1 2 3' } }),
    })
    expect(sent('b')).toEqual(['msg_1'])
    expect(sent('a')).toEqual(['msg_2', 'msg_2'])
    expect(lines('b')).toEqual(['you: Count', '1 2 3'])
    await next.event('agent', inThread('b', piece('msg_1', '1 2 3 4')))
    await next.event('chat', inThread('b', ending('msg_1', 'final', '1 2 3 4')))
    await next.answer('chat.send', { status: 'started' })
    await next.event('chat', inThread('a', ending('msg_2', 'final', 'Hi')))
    expect(lines('b')).toEqual(['you: Count', '1 2 3 4'])
    expect(lines('a')).toEqual(['you: Hello', 'Hi'])
  })

  test('an answer that ended meanwhile is told whole', async () => {
    const link = await openTwo()
    conversations.open('b').conversation.send('Count')
    await link.answer('chat.send', { status: 'started' })
    await link.event('agent', inThread('b', piece('msg_1', '1 2')))
    await link.drop()
    await reconnect({ [keyOf('b')]: page([said('msg_1', 'Count'), answered('msg_1', '1 2 3')]) })
    expect(lines('b')).toEqual(['you: Count', '1 2 3'])
    expect(sent('b')).toEqual(['msg_1'])
  })

  test('a gateway that dies takes no message of any conversation with it', async () => {
    const link = await openTwo()
    conversations.open('a').conversation.send('A')
    conversations.open('b').conversation.send('B')
    await link.state('starting')
    await link.state('ready')
    await readAll(link)
    expect([sent('a'), sent('b')]).toEqual([
      ['msg_1', 'msg_1'],
      ['msg_2', 'msg_2'],
    ])
  })
})

describe('a reload', () => {
  test('sends what waits in a conversation that is not shown', async () => {
    conversations.start()
    conversations.open('b').conversation.send('For later')
    conversations.stop()
    openPage()
    conversations.open('a')
    conversations.start()
    await settle()
    await host.link.hello()
    await readAll(host.link)
    expect(sent('b')).toEqual(['msg_1'])
    expect(sent('a')).toEqual([])
  })

  test('keeps what waits although something else was discarded before', async () => {
    const { conversation } = conversations.open('a')
    conversations.start()
    conversation.send('Never mind')
    conversation.remove('msg_1')
    conversation.send('But this')
    conversations.stop()
    openPage()
    conversations.open('a')
    conversations.start()
    expect(lines('a')).toEqual(['you: But this'])
  })
})

describe('attached files', () => {
  test('travel with their message, and again after a reload that came first', async () => {
    conversations.start()
    conversations.open('a').conversation.send('Look', [picture])
    await settle()
    conversations.stop()
    openPage()
    const link = await openTwo()
    await link.untilRequested('chat.send')
    expect(link.requests('chat.send')).toMatchObject([
      {
        message: 'Look',
        attachments: [{ type: 'image', fileName: 'cat.png', content: btoa('cat') }],
      },
    ])
  })

  test('that this browser lost are not left out in silence', async () => {
    files.isFull = true
    conversations.start()
    conversations.open('a').conversation.send('Look', [picture])
    conversations.stop()
    openPage()
    const link = await openTwo()
    await settle()
    expect(link.requests('chat.send')).toEqual([])
    expect(conversations.open('a').conversation.view().thread.sends[0]).toMatchObject({
      phase: 'failed',
      text: 'Look',
      problem: expect.stringContaining('attach them again'),
    })
  })
})

describe('many conversations', () => {
  test('those that have nothing to do give way, and one with unsent words does not', async () => {
    await openTwo()
    conversations.open('b').conversation.send('Long work')
    for (let number = 0; number < 20; number += 1) conversations.open(`c${number}`)
    await readAll(host.link)
    await host.link.drop()
    await host.clock.pass(host.clock.nextInMs ?? 0)
    await host.link.hello()
    const read = host.link.openRequests('chat.history').map((params) => params['sessionKey'])
    expect(read).toHaveLength(12)
    expect(read).toContain(keyOf('b'))
    expect(read).not.toContain(keyOf('c0'))
  })
})

describe('a deleted conversation', () => {
  test('leaves nothing behind in this browser', async () => {
    const link = await openTwo()
    const { draft, conversation } = conversations.open('b')
    draft.write('Half a thought')
    conversation.send('Hello', [picture])
    await settle()
    expect([...files.kept.keys()]).toEqual(['msg_1'])
    conversations.forget('b')
    await settle()
    expect(files.kept.size).toBe(0)
    expect([...store.kept.keys()].filter((key) => key.endsWith('.b'))).toEqual([])
    await link.event('chat', inThread('b', chat('msg_1', 'status')))
    expect(lines('b')).toEqual([])
  })
})
