import { beforeEach, describe, expect, test } from 'vitest'
import {
  answered,
  ending,
  failedAnswer,
  heldInput,
  page,
  piece,
  resumed,
  said,
  stoppedAnswer,
  tool,
  toolCall,
  toolResult,
} from './sample-rows'
import { isBusy, nextToSend } from './thread'
import { ThreadScript } from './thread-script'

let script: ThreadScript

beforeEach(() => {
  script = new ThreadScript()
})

describe('no message is lost and none is doubled', () => {
  test('an answered message is told by history alone', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(piece('s1', 'Hi'), ending('s1', 'final', 'Hi'))
    script.connect(page([said('s1', 'Hello'), answered('s1', 'Hi ')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: Hi'])
    expect(script.thread).toMatchObject({ sends: [], runs: [] })
  })

  test('keys stay the same while a message and its answer go into history', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(piece('s1', 'Hi'), ending('s1', 'final', 'Hi'))
    const before = script.items.map((item) => item.key)
    script.read(page([said('s1', 'Hello'), answered('s1', 'Hi')]))
    expect(script.items.map((item) => item.key)).toEqual(before)
  })

  test('an unacknowledged message without a trace is sent again under the same key', () => {
    script.connect(page([])).write('s1', 'Hello').do({ type: 'handedOver', id: 's1' })
    script.connect(page([]))
    expect(nextToSend(script.thread)).toMatchObject({ id: 's1', text: 'Hello' })
  })

  test('an acknowledged message that the gateway died with is sent again', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.do({ type: 'gatewayLost' }).connect(page([]))
    expect(nextToSend(script.thread)?.id).toBe('s1')
  })

  test('a message that history tells is never sent again', () => {
    script.connect(page([])).write('s1', 'Hello').do({ type: 'handedOver', id: 's1' })
    script.connect(page([said('s1', 'Hello')]))
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(script.lines).toEqual(['you: Hello'])
  })

  test('a message whose run is going on is not sent again before it is stored', () => {
    script.connect(page([])).write('s1', 'Hello').do({ type: 'handedOver', id: 's1' })
    script.connect(page([], { active: ['s1'] }))
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(isBusy(script.thread)).toBe(true)
  })

  test('a message just handed over is not doubled by a history that was read a moment earlier', () => {
    script.connect(page([])).send('s1', 'Hello').read(page([]))
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(script.lines).toEqual(['you: Hello', 'agent:  [preparing]'])
  })

  test('an answered message that history left out is not sent again', () => {
    script
      .connect(page([]))
      .send('s1', '/help')
      .hear(ending('s1', 'final', 'Commands'))
    script.connect(page([]))
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(script.lines).toEqual(['you: /help', 'agent: Commands'])
  })

  test('two equal messages stay two messages', () => {
    script
      .connect(page([]))
      .send('s1', 'Again')
      .hear(ending('s1', 'final', 'One'))
      .send('s2', 'Again')
    script.connect(page([said('s1', 'Again'), answered('s1', 'One')]))
    expect(script.lines).toEqual(['you: Again', 'agent: One', 'you: Again [next]'])
  })

  test('a message the gateway holds in its queue is not sent again', () => {
    script.connect(page([])).send('s1', 'Later')
    script.connect(page([], { active: ['x1'], held: [heldInput('s1', 'Later', 'queued')] }))
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(script.lines).toEqual(['you: Later'])
  })

  test('a message of ours that the gateway gave up unread goes out anew under the next key', () => {
    script.connect(page([])).send('s1', 'Later')
    const held = [heldInput('s1', 'Later', 'interrupted')]
    script.connect(page([], { held }))
    expect(script.lines).toEqual(['you: Later [next]'])
    expect(nextToSend(script.thread)).toMatchObject({ id: 's1~2', text: 'Later' })
    script.do({ type: 'handedOver', id: 's1~2' }).accept('s1~2')
    script.connect(page([said('s1~2', 'Later', 3_000)], { held, active: ['s1~2'] }))
    expect(script.lines).toEqual(['you: Later', 'agent:  [preparing]'])
  })

  test('a message that three gateways gave up is left to the person', () => {
    script.connect(page([])).send('s1', 'Later')
    for (const key of ['s1', 's1~2']) {
      script.connect(page([], { held: [heldInput(key, 'Later', 'interrupted')] }))
      const next = nextToSend(script.thread)
      if (next !== undefined) script.do({ type: 'handedOver', id: next.id }).accept(next.id)
    }
    script.connect(page([], { held: [heldInput('s1~3', 'Later', 'interrupted')] }))
    expect(script.lines).toEqual(['you: Later [failed]'])
    expect(nextToSend(script.thread)).toBeUndefined()
  })

  test('what another page left unread is shown as failed, and can be discarded for good', () => {
    const held = [heldInput('s1', 'Later', 'interrupted')]
    script.connect(page([], { held }))
    expect(script.lines).toEqual(['you: Later [failed]'])
    expect(nextToSend(script.thread)).toBeUndefined()
    script.do({ type: 'removed', id: 's1' })
    expect(script.lines).toEqual([])
    script.connect(page([], { held }))
    expect(script.lines).toEqual([])
  })

  test('what was given up leaves once the same words were said anew', () => {
    const held = [heldInput('s1', 'Later', 'interrupted')]
    script.connect(page([said('s2', 'Later', 3_000)], { held }))
    expect(script.lines).toEqual(['you: Later'])
  })
})

describe('the gateway dies during an answer', () => {
  test('what had arrived stays and is marked at once', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'Half an ans'))
    script.do({ type: 'gatewayLost' })
    expect(script.lines).toEqual(['you: Hello', 'agent: Half an ans [interrupted]'])
  })

  test('it stays in its place after the history of the next life was read', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'Half an ans'))
    script.do({ type: 'gatewayLost' }).connect(page([said('s1', 'Hello')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: Half an ans [interrupted]'])
    expect(script.items[1]).toMatchObject({ question: { text: 'Hello' } })
    expect(nextToSend(script.thread)).toBeUndefined()
  })

  test('work that the agent takes up by itself follows below, and the next message waits for it', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'Half'))
    script.do({ type: 'gatewayLost' }).write('s2', 'Still there?')
    script.connect(page([said('s1', 'Hello')], { active: ['r1'] }))
    expect(nextToSend(script.thread)).toBeUndefined()
    script.hear(piece('r1', 'Here is'))
    script.read(
      page([said('s1', 'Hello'), resumed('r1')], { inFlight: { runId: 'r1', text: 'Here is' } }),
    )
    script.hear(piece('r1', 'Here is all of it'))
    expect(script.lines).toEqual([
      'you: Hello',
      'agent: Half [interrupted]',
      '-- resumed',
      'agent: Here is all of it [writing]',
      'you: Still there? [next]',
    ])
    script.hear(ending('r1', 'final', 'Here is all of it'))
    script.read(page([said('s1', 'Hello'), resumed('r1'), answered('r1', 'Here is all of it')]))
    expect(script.lines[3]).toBe('agent: Here is all of it')
    expect(nextToSend(script.thread)?.id).toBe('s2')
  })

  test('tools that were stored do not hide words that were only heard', () => {
    script.connect(page([])).send('s1', 'Look')
    script.hear(
      piece('s1', 'Let me look'),
      tool('s1', 'start', { args: { command: 'ls' } }),
      tool('s1', 'result', { result: { content: [] } }),
      piece('s1', 'There is', 'item:2'),
    )
    script
      .do({ type: 'gatewayLost' })
      .connect(
        page([
          said('s1', 'Look'),
          answered('s1', 'Let me look'),
          toolCall('s1', 'call-1', 'ls'),
          toolResult('s1', 'call-1', 'bin'),
        ]),
      )
    expect(script.lines).toEqual([
      'you: Look',
      'agent: Let me look (exec done) There is [interrupted]',
    ])
  })

  test('a tool that was running is shown as cut', () => {
    script.connect(page([said('s1', 'Look'), toolCall('s1', 'call-1', 'sleep 9')]))
    expect(script.lines[1]).toBe('agent: (exec cut)')
  })

  test('an answer that was stored to its end is told by history', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'Half'))
    script.do({ type: 'gatewayLost' })
    script.connect(page([said('s1', 'Hello'), answered('s1', 'Half and the rest')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: Half and the rest'])
    expect(script.thread.runs).toEqual([])
  })
})

describe('only the connection was lost', () => {
  test('an answer that goes on continues where it is', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'One'))
    script.connect(page([said('s1', 'Hello')], { inFlight: { runId: 's1', text: 'One two' } }))
    expect(script.lines).toEqual(['you: Hello', 'agent: One two [writing]'])
    script.hear(piece('s1', 'One two three'), ending('s1', 'final', 'One two three'))
    expect(script.lines).toEqual(['you: Hello', 'agent: One two three'])
  })

  test('pieces that were missed are filled in from what is stored', () => {
    script.connect(page([])).send('s1', 'Look').hear(piece('s1', 'Let me look'))
    script.connect(
      page(
        [
          said('s1', 'Look'),
          answered('s1', 'Let me look '),
          toolCall('s1', 'call-1', 'ls'),
          toolResult('s1', 'call-1', 'bin'),
        ],
        { inFlight: { runId: 's1', text: 'Let me look\n\nThere' } },
      ),
    )
    script.hear(piece('s1', 'There is one', 'item:2'))
    expect(script.lines[1]).toBe('agent: Let me look (exec done) There is one [writing]')
  })

  test('an answer that ended meanwhile is told by history', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'One'))
    script.connect(page([said('s1', 'Hello'), answered('s1', 'One two')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: One two'])
    expect(isBusy(script.thread)).toBe(false)
  })

  test('a busy gateway that does not say with what keeps a known run alive', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'One'))
    script.connect(page([said('s1', 'Hello')], { isBusyUnnamed: true }))
    expect(script.lines[1]).toBe('agent: One [writing]')
  })

  test('a page opened in the middle of an answer shows it', () => {
    script.connect(page([said('s1', 'Hello')], { inFlight: { runId: 's1', text: 'One two' } }))
    expect(script.lines).toEqual(['you: Hello', 'agent: One two [thinking]'])
    expect(isBusy(script.thread)).toBe(true)
  })
})

describe('how runs ended', () => {
  test('a stopped answer keeps its words and says so, live and from history', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(piece('s1', 'One two'), ending('s1', 'aborted', 'One two'))
    expect(script.lines[1]).toBe('agent: One two [aborted]')
    script.connect(page([said('s1', 'Hello'), stoppedAnswer('s1', 'One two')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: One two [aborted]'])
  })

  test('a failed answer says so, live and from history, once', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear({ runId: 's1', sessionKey: 'k', state: 'status', phase: 'starting_model' })
    script.hear({ runId: 's1', sessionKey: 'k', state: 'error', errorMessage: 'No.' })
    expect(script.lines[1]).toBe('agent:  [error]')
    script.connect(page([said('s1', 'Hello'), failedAnswer('s1', '\u26a0\ufe0f No.')]))
    expect(script.lines).toEqual(['you: Hello', 'agent:  [error]'])
    expect(script.items[1]).toMatchObject({ problem: 'No.', question: { text: 'Hello' } })
  })

  test('only the last exchange can be asked again from its answer', () => {
    script.connect(
      page([
        said('s1', 'Hello'),
        stoppedAnswer('s1', 'One'),
        said('s2', 'More'),
        answered('s2', 'Two'),
      ]),
    )
    expect(script.items.map((item) => (item.kind === 'agent' ? item.question : null))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('files that came with a message', () => {
  const file = (name: string | undefined, contentType: string) => ({
    url: 'media://inbound/x',
    contentType,
    sizeBytes: 19,
    ...(name === undefined ? {} : { fileName: name }),
  })

  test('are told by history, without what the gateway wrote into the words for the model', () => {
    const row = said('s1', 'Look at these\n[media attached: media://inbound/notes---1.txt]')
    const media = [file(undefined, 'image/png'), file('notes.md', 'text/plain')]
    script.connect(page([{ ...row, __openclaw: { ...row.__openclaw, media } }]))
    expect(script.items[0]).toMatchObject({
      text: 'Look at these',
      messageId: 's1',
      attachments: [
        { name: 'Picture', mimeType: 'image/png', sizeBytes: 19 },
        { name: 'notes.md', mimeType: 'text/plain', sizeBytes: 19 },
      ],
    })
  })

  test('stand beside the words until then, and stay with a message that is sent anew', () => {
    const attachments = [{ name: 'cat.png', mimeType: 'image/png', sizeBytes: 3 }]
    script.connect(page([]))
    script.do({ type: 'written', send: { id: 's1', text: '', attachments, atMs: 1 } })
    script.do({ type: 'handedOver', id: 's1' }).accept('s1')
    script.connect(page([], { held: [heldInput('s1', '', 'interrupted')] }))
    expect(nextToSend(script.thread)).toMatchObject({ id: 's1~2', attachments })
    expect(script.items[0]).toMatchObject({ messageId: 's1', attachments })
  })
})

describe('long silence', () => {
  test('a message that is doubted and has left no trace is handed over again', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.do({ type: 'doubted' }).read(page([]))
    expect(nextToSend(script.thread)?.id).toBe('s1')
  })

  test('a run that is doubted and that nobody works on has ended', () => {
    script.connect(page([])).send('s1', 'Hello').hear(piece('s1', 'One'))
    script.do({ type: 'doubted' }).read(page([said('s1', 'Hello')]))
    expect(script.lines).toEqual(['you: Hello', 'agent: One [interrupted]'])
  })
})
