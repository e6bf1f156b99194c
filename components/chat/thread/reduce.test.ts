import { beforeEach, describe, expect, test } from 'vitest'
import {
  answered,
  chat,
  ending,
  lifecycle,
  page,
  piece,
  preamble,
  said,
  tool,
  toolCall,
  toolItem,
  toolResult,
  wholeSoFar,
} from './sample-rows'
import { isBusy, nextToSend, stoppableRunId } from './thread'
import { ThreadScript } from './thread-script'

let script: ThreadScript

beforeEach(() => {
  script = new ThreadScript()
})

describe('an answer that streams in', () => {
  test('grows word by word and ends as it was heard', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(chat('s1', 'status', { phase: 'preparing_workspace' }))
    expect(script.lines).toEqual(['you: Hello', 'agent:  [preparing]'])
    script.hear(chat('s1', 'status', { phase: 'starting_model' }))
    expect(script.lines[1]).toBe('agent:  [thinking]')
    script.hear(piece('s1', 'Good'), piece('s1', 'Good morning'))
    expect(script.lines[1]).toBe('agent: Good morning [writing]')
    script.hear(ending('s1', 'final', 'Good morning'))
    expect(script.lines).toEqual(['you: Hello', 'agent: Good morning'])
    expect(script.thread.needsHistory).toBe(false)
  })

  test('words said before a tool call are shown once, though they are told twice', () => {
    script.connect(page([])).send('s1', 'Look')
    script.hear(
      piece('s1', 'Let me look', 'item:1'),
      preamble('s1', 'Let me look'),
      tool('s1', 'start', { args: { command: 'ls' } }),
      tool('s1', 'result', {
        result: { content: [{ type: 'text', text: 'bin' }] },
        isError: false,
      }),
      piece('s1', 'There is one folder.', 'item:2'),
      ending('s1', 'final', 'Let me look\n\nThere is one folder.'),
    )
    expect(script.lines[1]).toBe('agent: Let me look (exec done) There is one folder.')
    expect(script.thread.needsHistory).toBe(false)
  })

  test('a tool shows what it does, what it gave and that it failed', () => {
    script.connect(page([])).send('s1', 'Run it')
    script.hear(
      tool('s1', 'start', { args: { command: 'exit 3' } }),
      toolItem('s1', 'run exit 3'),
      tool('s1', 'update', { partialResult: { content: [{ type: 'text', text: 'half' }] } }),
    )
    expect(script.thread.runs[0]).toMatchObject({
      activity: 'using-tool',
      segments: [{ title: 'run exit 3', input: 'exit 3', output: 'half', phase: 'running' }],
    })
    script.hear(
      tool('s1', 'result', {
        result: { content: [{ type: 'text', text: 'code 3' }] },
        isError: true,
      }),
    )
    expect(script.thread.runs[0]).toMatchObject({
      activity: 'thinking',
      segments: [{ output: 'code 3', phase: 'failed' }],
    })
  })

  test('an end that tells more than was heard is shown whole', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(piece('s1', 'Good'), ending('s1', 'final', 'Good morning to you'))
    expect(script.lines[1]).toBe('agent: Good morning to you')
  })

  test('an end that contradicts what was heard sends us to history', () => {
    script.connect(page([])).send('s1', 'Look')
    script.hear(
      piece('s1', 'Let me look'),
      tool('s1', 'start', { args: { command: 'ls' } }),
      ending('s1', 'final', 'Something else altogether'),
    )
    expect(script.thread.needsHistory).toBe(true)
  })

  test('an answer of which only the whole text is heard grows with it', () => {
    script.connect(page([said('s1', 'Count')], { inFlight: { runId: 's1', text: '1 2' } }))
    script.hear(wholeSoFar('s1', '1 2 3'), wholeSoFar('s1', '1 2 3 4'))
    expect(script.lines).toEqual(['you: Count', 'agent: 1 2 3 4 [writing]'])
    script.hear(ending('s1', 'final', '1 2 3 4 5'))
    expect(script.lines[1]).toBe('agent: 1 2 3 4 5')
  })

  test('the whole text adds to what follows a tool call and repeats nothing before it', () => {
    script.connect(page([])).send('s1', 'Look')
    script.hear(
      piece('s1', 'Let me look'),
      tool('s1', 'start', { args: { command: 'ls' } }),
      tool('s1', 'result', { result: { content: [] } }),
      wholeSoFar('s1', 'Let me look\n\nThere is'),
      piece('s1', 'There is one', 'item:2'),
      wholeSoFar('s1', 'Let me look\n\nThere is one'),
    )
    expect(script.lines[1]).toBe('agent: Let me look (exec done) There is one [writing]')
  })

  test('an answer whose every word came with its end is shown', () => {
    script.connect(page([])).send('s1', '/status')
    script.hear(ending('s1', 'final', 'All is well'))
    expect(script.lines).toEqual(['you: /status', 'agent: All is well'])
    expect(isBusy(script.thread)).toBe(false)
    script.read(page([said('s1', '/status'), answered('s1', 'All is well')]))
    expect(script.lines).toEqual(['you: /status', 'agent: All is well'])
  })

  test('an error says what the gateway said, without advice for terminals', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(
      chat('s1', 'status', { phase: 'starting_model' }),
      chat('s1', 'error', {
        errorMessage:
          '\u26a0\ufe0f The provider said no.\nTo view logs, run `openclaw logs --follow` in a terminal.',
      }),
    )
    expect(script.items[1]).toMatchObject({ end: 'error', problem: 'The provider said no.' })
  })

  test('a second end does not change the first one', () => {
    script.connect(page([])).send('s1', 'Hello')
    script.hear(
      piece('s1', 'Half'),
      ending('s1', 'aborted', 'Half'),
      chat('s1', 'error', { errorMessage: 'This operation was aborted' }),
      lifecycle('s1', 'error'),
      piece('s1', 'Half and more'),
    )
    expect(script.lines[1]).toBe('agent: Half [aborted]')
    expect(isBusy(script.thread)).toBe(false)
  })

  test('late events of a run that history already tells do not start it again', () => {
    script.connect(page([said('s1', 'Hello'), answered('s1', 'Hi')]))
    script.hear(lifecycle('s1', 'start'), piece('s1', 'Hi'), lifecycle('s1', 'model'))
    expect(script.lines).toEqual(['you: Hello', 'agent: Hi'])
    expect(isBusy(script.thread)).toBe(false)
  })
})

describe('what may be sent next', () => {
  test('nothing before history was read', () => {
    script.write('s1', 'Hello')
    expect(nextToSend(script.thread)).toBeUndefined()
    expect(script.lines).toEqual(['you: Hello [waiting]'])
    script.connect(page([]))
    expect(nextToSend(script.thread)?.id).toBe('s1')
  })

  test('one message at a time, in the order they were written', () => {
    script.connect(page([])).write('s1', 'One').write('s2', 'Two')
    expect(nextToSend(script.thread)?.id).toBe('s1')
    script.do({ type: 'handedOver', id: 's1' })
    expect(nextToSend(script.thread)).toBeUndefined()
    script.accept('s1')
    expect(nextToSend(script.thread)).toBeUndefined()
    script.hear(piece('s1', 'First'), ending('s1', 'final', 'First'))
    expect(nextToSend(script.thread)?.id).toBe('s2')
  })

  test('a message written during an answer stands below that answer', () => {
    script.connect(page([])).send('s1', 'One').write('s2', 'Two').hear(piece('s1', 'First'))
    expect(script.lines).toEqual(['you: One', 'agent: First [writing]', 'you: Two [next]'])
  })

  test('the same id is one message, however often it is written', () => {
    script
      .write('s1', 'Hello')
      .write('s1', 'Hello')
      .connect(page([said('s1', 'Hello')]))
    script.write('s1', 'Hello')
    expect(script.lines).toEqual(['you: Hello'])
  })

  test('a refused message says why and does not block the next one', () => {
    script.connect(page([])).write('s1', 'One').write('s2', 'Two')
    script.do({ type: 'handedOver', id: 's1' })
    script.do({ type: 'refused', id: 's1', problem: 'Too long.' })
    expect(script.items[0]).toMatchObject({ delivery: 'failed', problem: 'Too long.' })
    expect(nextToSend(script.thread)?.id).toBe('s2')
  })

  test('an acknowledgement that comes after the last word does not wait for another answer', () => {
    script.connect(page([])).write('s1', 'One').do({ type: 'handedOver', id: 's1' })
    script.hear(piece('s1', 'First'), ending('s1', 'final', 'First'))
    script.accept('s1')
    expect(isBusy(script.thread)).toBe(false)
  })

  test('an accepted message shows at once that its answer has begun', () => {
    script.connect(page([])).send('s1', 'One')
    expect(script.lines).toEqual(['you: One', 'agent:  [preparing]'])
  })

  test('a message that the gateway put into its own queue has no empty answer', () => {
    script.connect(page([])).send('s1', 'One').hear(ending('s1', 'final'))
    expect(script.lines).toEqual(['you: One'])
    expect(script.thread.needsHistory).toBe(true)
  })

  test('what is handed over once more is answered anew', () => {
    script.connect(page([])).send('s1', 'One').hear(piece('s1', 'Half'))
    script.do({ type: 'gatewayLost' }).connect(page([]))
    expect(nextToSend(script.thread)?.id).toBe('s1')
    script.do({ type: 'handedOver', id: 's1' }).accept('s1').hear(piece('s1', 'Whole'))
    expect(script.lines).toEqual(['you: One', 'agent: Whole [writing]'])
  })

  test('a message can be stopped as soon as it is accepted', () => {
    script.connect(page([])).send('s1', 'One')
    expect(stoppableRunId(script.thread)).toBe('s1')
    script.hear(ending('s1', 'aborted'))
    expect(stoppableRunId(script.thread)).toBeUndefined()
    expect(isBusy(script.thread)).toBe(false)
  })
})

describe('what others say', () => {
  test('an answer to another tab is shown, and history is asked for its question', () => {
    script.connect(page([])).hear(chat('x1', 'status', { phase: 'starting_model' }))
    expect(script.thread.needsHistory).toBe(true)
    script.read(page([said('x1', 'From my phone')], { inFlight: { runId: 'x1', text: '' } }))
    script.hear(piece('x1', 'Hello phone'))
    expect(script.lines).toEqual(['you: From my phone', 'agent: Hello phone [writing]'])
    script.hear(ending('x1', 'final', 'Hello phone'))
    script.read(page([said('x1', 'From my phone'), answered('x1', 'Hello phone')]))
    expect(script.lines).toEqual(['you: From my phone', 'agent: Hello phone'])
    expect(script.thread.runs).toEqual([])
  })

  test('the end of a run that was never seen sends us to history', () => {
    script.connect(page([])).hear(ending('x1', 'final'))
    expect(script.thread.needsHistory).toBe(true)
    expect(script.lines).toEqual([])
  })
})

describe('stored conversations', () => {
  test('the rows of one run become one answer', () => {
    script.connect(
      page([
        said('s1', 'Look'),
        answered('s1', 'Let me look. '),
        toolCall('s1', 'call-1', 'ls /'),
        toolResult('s1', 'call-1', 'bin'),
        answered('s1', 'There is one folder.'),
        said('s2', 'Thanks'),
        answered('s2', 'Gladly.'),
      ]),
    )
    expect(script.lines).toEqual([
      'you: Look',
      'agent: Let me look. (exec done) There is one folder.',
      'you: Thanks',
      'agent: Gladly.',
    ])
  })

  test('every item has a key of its own, also when a run is told in two places', () => {
    script.connect(
      page([said('s1', 'A'), answered('s1', 'B'), said('s2', 'C'), answered('s1', 'D')]),
    )
    const keys = script.items.map((item) => item.key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('the demo model’s label becomes a mark and leaves the text', () => {
    script.connect(page([said('s1', 'Hi'), answered('s1', '[demo model] Hello')]))
    expect(script.items[1]).toMatchObject({ voice: 'demo', segments: [{ text: 'Hello' }] })
  })

  test('what the host says in place of an answer is marked as the host’s', () => {
    const notSent = '[Rockpool] This month’s limit of 5 tokens is used up.'
    script.connect(page([said('s1', 'Hi'), answered('s1', notSent)]))
    expect(script.items[1]).toMatchObject({
      voice: 'host',
      segments: [{ text: 'This month’s limit of 5 tokens is used up.' }],
    })
  })

  test('a label that is still streaming in is never shown as text', () => {
    script.connect(page([])).send('s1', 'Hi')
    for (const text of ['[', '[demo', '[demo model]', '[demo model] H']) {
      script.hear(piece('s1', text))
      expect(script.lines[1]).not.toContain('demo')
    }
    expect(script.lines[1]).toBe('agent: H [writing]')
  })

  test('text that only resembles the label stays', () => {
    script.connect(page([said('s1', 'Hi'), answered('s1', '[demo] is a tag')]))
    expect(script.items[1]).toMatchObject({
      voice: 'model',
      segments: [{ text: '[demo] is a tag' }],
    })
  })
})
