import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../chat-request'
import { demoLabel, demoReply } from './reply'
import { understand } from './understand'

const system = `You are a personal assistant.
# Project Context
## /home/agent/workspace/SOUL.md
# Soul
Name: not me
## /home/agent/workspace/IDENTITY.md
# Identity

- **Name:** Pearl
- Character: dry wit

## Character

Never hurries.
## /home/agent/workspace/USER.md
# User

Ada, drinks tea
<!-- /openclaw:attempt:STABLE -->
The rest.`

const request = (text: string): ChatRequest => ({
  model: 'agent',
  messages: [
    { role: 'system', content: system },
    {
      role: 'user',
      content: `[Sat 2026-11-21 01:26 UTC] ${text}\n\nRuntime: agent=main | host=vm`,
    },
    {
      role: 'user',
      content: [{ type: 'text', text: '<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\nnoise' }],
    },
  ],
})

const replyTo = (text: string) => demoReply(understand(request(text)))

describe('the demo model', () => {
  it('labels every answer', () => {
    for (const text of ['hi', 'who are you?', 'count to 3', 'what do you know about me', '']) {
      expect(replyTo(text).startsWith(`${demoLabel} `)).toBe(true)
    }
  })

  it('hears what was said, without the stamps around it', () => {
    expect(understand(request('hello there')).said).toBe('hello there')
    expect(replyTo('hello there')).toContain('“hello there”')
  })

  it('knows its identity and its owner from the files the gateway loaded', () => {
    expect(replyTo('who are you?')).toContain('I am Pearl')
    expect(replyTo('who are you?')).toContain('dry wit\n\nNever hurries.')
    expect(replyTo('who are you?')).not.toContain('drinks tea')
    expect(replyTo('What do you know about me?')).toContain('Ada, drinks tea')
    expect(replyTo('What do you know about me?')).not.toContain('openclaw')
  })

  it('counts when asked, so that there is something long to stop', () => {
    expect(replyTo('count to 5')).toBe(`${demoLabel} 1 2 3 4 5`)
  })
})
