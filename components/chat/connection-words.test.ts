import { expect, test } from 'vitest'
import {
  type Agent,
  arrivalWords,
  bannerWords,
  estimateWords,
  nameOf,
  statusWord,
} from './connection-words'
import type { SocketState } from './socket/socket-state'

const phases: Agent['phase'][] = ['queued', 'starting', 'preparing', 'ready', 'asleep', 'failed']

const states: SocketState[] = [
  { name: 'connecting', attempt: 0 },
  { name: 'connecting', attempt: 2 },
  { name: 'preparing', readyInMs: 4_000 },
  { name: 'ready' },
  { name: 'restarting', reason: null, readyInMs: null },
  { name: 'failed', reason: null },
  { name: 'offline', cause: 'unreachable', sentence: null, retryAtMs: 0 },
  { name: 'offline', cause: 'refused', sentence: null, retryAtMs: 0 },
  { name: 'offline', cause: 'no-network', sentence: null, retryAtMs: 0 },
  { name: 'ended', cause: 'revoked', sentence: null },
  { name: 'ended', cause: 'signed-out', sentence: null },
]

const agent = (more: Partial<Agent>): Agent => ({
  id: 'agt_00000000000000000000' as Agent['id'],
  name: 'Pearl',
  phase: 'ready',
  queue: null,
  problem: null,
  onboarded: true,
  personaVersion: 1,
  appliedPersonaVersion: 1,
  skills: [],
  isolation: [],
  createdAt: new Date(0),
  ...more,
})

test('ready is said when the agent itself has answered, whatever the server thinks', () => {
  for (const phase of phases) {
    for (const state of states) {
      expect(statusWord(state, { phase }, true) === 'Ready').toBe(state.name === 'ready')
      expect(statusWord(state, { phase }, false)).not.toBe('Ready')
    }
  }
})

test('a queued agent tells its place and an honest estimate', () => {
  const [connecting] = states
  if (connecting === undefined) throw new Error('no state')
  expect(
    arrivalWords(agent({ phase: 'queued', queue: { position: 3, readyInMs: 41_000 } }), connecting)
      .detail,
  ).toBe('2 before it in the line. About 45 seconds.')
  expect(
    arrivalWords(agent({ phase: 'queued', queue: { position: 1, readyInMs: null } }), connecting)
      .detail,
  ).toContain('not known yet')
})

test('estimates are rounded up, never down', () => {
  expect(estimateWords(4_000)).toBe('A few seconds.')
  expect(estimateWords(11_000)).toBe('About 15 seconds.')
  expect(estimateWords(54_000)).toBe('About 55 seconds.')
  expect(estimateWords(61_000)).toBe('About 2 minutes.')
})

test('the reason of a restart is told in the words of the host', () => {
  const words = bannerWords(
    { name: 'restarting', reason: 'It ran out of memory.', readyInMs: null },
    'Pearl',
  )
  expect(words?.text).toContain('It ran out of memory.')
})

test('every state that keeps messages back says something, and what the person can do', () => {
  for (const state of states) {
    const words = bannerWords(state, 'Pearl')
    const isQuiet = state.name === 'ready' || state.name === 'preparing'
    const isFirstTry = state.name === 'connecting' && state.attempt === 0
    expect(words === null).toBe(isQuiet || isFirstTry)
  }
  expect(bannerWords({ name: 'ended', cause: 'revoked', sentence: null }, 'Pearl')?.action).toBe(
    'reload',
  )
})

test('whoever was signed out is told so, that nothing is lost, and where to sign in', () => {
  const signedOut: SocketState = { name: 'ended', cause: 'signed-out', sentence: 'Please sign in.' }
  const words = bannerWords(signedOut, 'Pearl')
  expect(words?.action).toBe('sign-in')
  expect(words?.text).toContain('You were signed out.')
  expect(words?.text).toContain('kept')
  expect(statusWord(signedOut, { phase: 'ready' }, false)).toBe('Signed out')
})

test('an agent without a name is still somebody', () => {
  expect(nameOf({ name: null })).toBe('Your agent')
})
