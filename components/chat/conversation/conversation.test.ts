import { beforeEach, describe, expect, test } from 'vitest'
import { FakeFiles } from '../attachments/fake-files'
import { Shelf } from '../attachments/shelf'
import { settle } from '../fake-clock'
import { FakeStore } from '../kept/fake-store'
import { FakeHost, type FakeLink } from '../socket/fake-host'
import { answered, chat, ending, heldInput, page, piece, said } from '../thread/sample-rows'
import type { Conversation } from './conversation'
import { Conversations } from './conversations'

const agentId = 'agt_00000000000000000000'

let host: FakeHost
let nowMs: number | null
let store: FakeStore
let files: FakeFiles
let ids: number
let firstTaskReports: number
let browserPage: Conversations
let conversation: Conversation

/** A page that is opened: the same browser storage, a new everything else. */
function openPage(): void {
  host = new FakeHost()
  if (nowMs !== null) host.clock.sleepThrough(nowMs - host.clock.now())
  browserPage = new Conversations({
    agentId,
    socket: host.socket,
    clock: host.clock,
    store,
    shelf: new Shelf(files, async () => null),
    newId: () => {
      ids += 1
      return `msg_${ids}`
    },
    firstTaskSent: async () => {
      firstTaskReports += 1
    },
  })
  conversation = browserPage.open('main').conversation
}

beforeEach(() => {
  store = new FakeStore()
  files = new FakeFiles()
  nowMs = null
  ids = 0
  firstTaskReports = 0
  openPage()
})

/** Opens the conversation and answers its first reading of history. */
async function open(history = page([])): Promise<FakeLink> {
  browserPage.start()
  await settle()
  await host.link.hello()
  await host.link.answer('chat.history', history)
  return host.link
}

async function reconnect(history = page([])): Promise<FakeLink> {
  await host.clock.pass(host.clock.nextInMs ?? 0)
  await host.link.hello()
  await host.link.answer('chat.history', history)
  return host.link
}

const keysSent = () =>
  host.links.flatMap((link) => link.requests('chat.send').map((params) => params['idempotencyKey']))
const thread = () => conversation.view().thread

describe('handing messages over', () => {
  test('the id of a message is its key, and it goes to the session of the greeting', async () => {
    const link = await open()
    conversation.send('Hello')
    expect(link.requests('chat.send')).toEqual([
      { sessionKey: 'agent:main:main', message: 'Hello', idempotencyKey: 'msg_1' },
    ])
  })

  test('a message written while the agent prepares waits until it is ready and history is read', async () => {
    browserPage.start()
    conversation.send('Hello')
    await settle()
    await host.link.hello('preparing')
    expect(host.link.sent).toEqual([])
    await host.link.state('ready')
    expect(keysSent()).toEqual([])
    await host.link.answer('chat.history', page([]))
    expect(keysSent()).toEqual(['msg_1'])
  })

  test('the second message follows the end of the first answer', async () => {
    const link = await open()
    conversation.send('One')
    conversation.send('Two')
    await link.answer('chat.send', { status: 'started' })
    await link.event('agent', piece('msg_1', 'First'))
    expect(keysSent()).toEqual(['msg_1'])
    await link.event('chat', ending('msg_1', 'final', 'First'))
    expect(keysSent()).toEqual(['msg_1', 'msg_2'])
  })

  test('a message that was on its way when the connection broke is sent again under its key', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.drop()
    await reconnect()
    expect(keysSent()).toEqual(['msg_1', 'msg_1'])
  })

  test('a message that arrived although nobody said so is not sent again', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.drop()
    await reconnect(page([said('msg_1', 'Hello'), answered('msg_1', 'Hi')]))
    expect(keysSent()).toEqual(['msg_1'])
    expect(thread().sends).toEqual([])
  })

  test('a message that the dying gateway took with it is sent to the next one', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.state('starting', 'It stopped.')
    await link.state('ready')
    await link.answer('chat.history', page([]))
    expect(keysSent()).toEqual(['msg_1', 'msg_1'])
  })

  test('a message that the host could not deliver is looked for, then sent again', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.refuse('chat.send', 'UNAVAILABLE', true)
    await host.clock.pass(1_500)
    await link.answer('chat.history', page([]))
    expect(keysSent()).toEqual(['msg_1', 'msg_1'])
  })

  test('a refused message keeps its words and says why', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.refuse('chat.send', 'INVALID_REQUEST')
    expect(thread().sends[0]).toMatchObject({
      phase: 'failed',
      text: 'Hello',
      problem: 'Your agent did not take this message: no.',
    })
    await conversation.sendAgain('Hello', { messageId: null, failedId: 'msg_1' })
    expect(keysSent()).toEqual(['msg_1', 'msg_2'])
    expect(thread().sends).toHaveLength(1)
  })

  test('a key whose answer is already given is settled by history', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.answer('chat.send', { status: 'ok' })
    await host.clock.pass(150)
    await link.answer('chat.history', page([said('msg_1', 'Hello'), answered('msg_1', 'Hi')]))
    expect(thread()).toMatchObject({ sends: [], isSynced: true })
  })

  test('the next message waits for work that the agent took up by itself', async () => {
    browserPage.start()
    conversation.send('Hello')
    await settle()
    await host.link.hello()
    await host.link.answer('chat.history', page([said('old', 'Hi')], { active: ['r1'] }))
    expect(keysSent()).toEqual([])
    await host.clock.pass(5_000)
    await host.link.answer('chat.history', page([said('old', 'Hi'), answered('r1', 'Done')]))
    expect(keysSent()).toEqual(['msg_1'])
  })
})

describe('a reload', () => {
  test('keeps a message that was not handed over and sends it once', async () => {
    browserPage.start()
    conversation.send('Hello')
    browserPage.stop()
    openPage()
    const link = await open()
    expect(keysSent()).toEqual(['msg_1'])
    await link.answer('chat.send', { status: 'started' })
    await link.event('chat', ending('msg_1', 'final', 'Hi'))
    expect(store.kept.size).toBe(0)
  })

  test('keeps a message whose fate is unknown, and does not send it when history tells it', async () => {
    await open()
    conversation.send('Hello')
    browserPage.stop()
    openPage()
    await open(page([said('msg_1', 'Hello')]))
    expect(keysSent()).toEqual([])
    expect(store.kept.size).toBe(0)
  })

  test('does not send by itself what was written long ago', async () => {
    browserPage.start()
    conversation.send('Good morning')
    browserPage.stop()
    nowMs = host.clock.now() + 3_600_000
    openPage()
    await open()
    expect(keysSent()).toEqual([])
    expect(thread().sends[0]).toMatchObject({ phase: 'failed', text: 'Good morning' })
  })

  test('does not bring back what was discarded', async () => {
    const held = [heldInput('old', 'Never mind', 'interrupted')]
    await open(page([], { held }))
    conversation.remove('old')
    browserPage.stop()
    openPage()
    await open(page([], { held }))
    expect(thread().held).toEqual([])
  })

  test('what another program left under our key is nobody’s message', async () => {
    store.setItem(`rockpool.outbox.${agentId}`, 'not ours')
    await open()
    expect(thread().sends).toEqual([])
  })
})

describe('the first task', () => {
  test('is sent once and then reported, however often it is offered', async () => {
    conversation.offerFirstTask('Plan my week')
    const link = await open()
    expect(keysSent()).toEqual([`first-${agentId}`])
    expect(firstTaskReports).toBe(0)
    await link.answer('chat.send', { status: 'started' })
    expect(firstTaskReports).toBe(1)
    conversation.offerFirstTask('Plan my week')
    await settle()
    expect(keysSent()).toEqual([`first-${agentId}`])
  })

  test('that history already tells is only reported', async () => {
    conversation.offerFirstTask('Plan my week')
    await open(page([said(`first-${agentId}`, 'Plan my week')]))
    expect(keysSent()).toEqual([])
    expect(firstTaskReports).toBe(1)
  })

  test('that the person takes back before it goes is not sent and not offered again', async () => {
    browserPage.start()
    conversation.offerFirstTask('Plan my week')
    conversation.remove(`first-${agentId}`)
    await settle()
    await host.link.hello()
    await host.link.answer('chat.history', page([]))
    expect(keysSent()).toEqual([])
    expect(firstTaskReports).toBe(1)
  })
})

describe('stopping', () => {
  test('names the run that is heard', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.answer('chat.send', { status: 'started' })
    const stopping = conversation.stopRun()
    expect(conversation.view().isStopping).toBe(true)
    await link.answer('chat.abort', { aborted: true })
    await stopping
    expect(link.requests('chat.abort')).toEqual([{ sessionKey: 'agent:main:main', runId: 'msg_1' }])
    expect(conversation.view().isStopping).toBe(false)
  })

  test('stops whatever goes on when the run is not known under that name', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.answer('chat.send', { status: 'started' })
    const stopping = conversation.stopRun()
    await link.answer('chat.abort', { aborted: false })
    await link.answer('chat.abort', { aborted: true })
    await stopping
    expect(link.requests('chat.abort')[1]).toEqual({ sessionKey: 'agent:main:main' })
  })

  test('that did not reach the agent says so', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.answer('chat.send', { status: 'started' })
    const stopping = conversation.stopRun()
    await link.refuse('chat.abort', 'UNAVAILABLE', true)
    await stopping
    expect(conversation.view()).toMatchObject({
      isStopping: false,
      problem: 'Your agent could not be stopped. Try again in a moment.',
    })
  })
})

describe('reading history', () => {
  test('what is shown is current only after the agent answered on this connection', async () => {
    const link = await open()
    expect(conversation.view().isCurrent).toBe(true)
    await link.drop()
    expect(conversation.view().isCurrent).toBe(false)
    await host.clock.pass(host.clock.nextInMs ?? 0)
    await host.link.hello()
    expect(conversation.view()).toMatchObject({ connection: { name: 'ready' }, isCurrent: false })
    await host.link.answer('chat.history', page([]))
    expect(conversation.view().isCurrent).toBe(true)
  })

  test('a run that was quiet for a minute is asked about, and ends when nobody works on it', async () => {
    const link = await open()
    conversation.send('Hello')
    await link.answer('chat.send', { status: 'started' })
    await link.event('agent', piece('msg_1', 'Half'))
    await host.clock.pass(44_000)
    await link.event('tick', {})
    await host.clock.pass(16_000)
    expect(link.requests('chat.history')).toHaveLength(2)
    await link.answer('chat.history', page([said('msg_1', 'Hello')]))
    expect(thread().runs[0]).toMatchObject({ end: 'interrupted' })
  })

  test('a burst of unknown events is explained by one reading', async () => {
    const link = await open()
    for (let number = 0; number < 10; number += 1) {
      await link.event('chat', chat('x1', 'status', { phase: 'starting_model' }))
      await link.event('agent', piece('x1', `word ${number}`))
    }
    await host.clock.pass(1_000)
    expect(link.requests('chat.history')).toHaveLength(2)
  })

  test('a reading that fails is tried again', async () => {
    browserPage.start()
    await settle()
    await host.link.hello()
    await host.link.refuse('chat.history', 'UNAVAILABLE', true)
    await host.clock.pass(1_500)
    await host.link.answer('chat.history', page([said('s1', 'Hello')]))
    expect(thread()).toMatchObject({ isSynced: true, turns: [{ text: 'Hello' }] })
  })

  test('an answer for an earlier life of the gateway is not believed', async () => {
    browserPage.start()
    await settle()
    await host.link.hello()
    await host.link.state('starting')
    await host.link.state('ready')
    await host.link.answer('chat.history', page([said('old', 'Gone')]))
    expect(thread().isSynced).toBe(false)
    await host.link.answer('chat.history', page([said('new', 'Here')]))
    expect(thread().turns).toMatchObject([{ text: 'Here' }])
  })

  test('a row of a kind that nobody knows does not hide the others', async () => {
    await open(page([{ role: 7 }, said('s1', 'Hello')]))
    expect(thread().turns).toMatchObject([{ text: 'Hello' }])
  })

  test('earlier messages are asked for in a larger page', async () => {
    const link = await open(page([said('s1', 'Hello')], { hasMore: true }))
    conversation.loadEarlier()
    expect(link.requests('chat.history').map((params) => params['limit'])).toEqual([100, 300])
  })

  test('what happens in other sessions of the agent is not this conversation', async () => {
    const link = await open()
    const other = { ...chat('x1', 'status'), sessionKey: 'agent:main:cron:1' }
    await link.event('chat', other)
    await link.event('agent', { ...piece('x1', 'tick tock'), sessionKey: 'agent:main:cron:1' })
    expect(thread().runs).toEqual([])
  })

  test('a message that another tab left in the queue is shown and does not go twice', async () => {
    await open(page([], { held: [heldInput('other', 'From my phone', 'queued')], active: ['x1'] }))
    expect(thread().held).toMatchObject([{ text: 'From my phone' }])
    expect(keysSent()).toEqual([])
  })
})
