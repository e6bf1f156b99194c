import { expect, test } from 'vitest'
import * as host from '@/agent-host/protocol/socket'
import * as ticket from '@/agent-host/protocol/ticket'
import {
  closeCodes,
  Hello,
  pictureMethod,
  StateChange,
  socketProtocol,
  ticketProtocolPrefix,
} from './protocol'

const states = ['starting', 'preparing', 'ready', 'failed'] as const

test('the browser and the host name the protocol and its close codes alike', () => {
  expect(socketProtocol).toBe(ticket.socketProtocol)
  expect(ticketProtocolPrefix).toBe(ticket.ticketProtocolPrefix)
  expect(pictureMethod).toBe(host.pictureMethod)
  expect(host.closeCodes).toMatchObject(closeCodes)
})

test('every hello that the host may send is understood', () => {
  for (const state of states) {
    const frame = host.HelloEvent.parse({
      type: 'event',
      event: 'rockpool.hello',
      payload: {
        agentId: `agt_${'0'.repeat(20)}`,
        sessionKey: 'agent:main:main',
        state,
        readyInMs: null,
        model: { kind: 'demo', name: 'Demo' },
        maxFrameBytes: host.maxFrameBytes,
      },
    })
    expect(Hello.parse(frame.payload)).toMatchObject({ state, sessionKey: 'agent:main:main' })
  }
})

test('every change of state that the host may send is understood', () => {
  for (const state of states) {
    const frame = host.StateEvent.parse({
      type: 'event',
      event: 'rockpool.state',
      payload: { state, readyInMs: 4_000, reason: 'The gateway ended.' },
    })
    expect(StateChange.parse(frame.payload)).toEqual(frame.payload)
  }
})
