import { expect, test } from 'vitest'
import type { PersonItem } from '../thread/items'
import type { Approval } from './approval'
import { placeApprovals } from './place-approvals'

const said = (key: string, atMs: number): PersonItem => ({
  kind: 'person',
  key,
  text: key,
  attachments: [],
  messageId: null,
  atMs,
  delivery: 'told',
  send: null,
  problem: null,
})
const asked = (id: string, askedAtMs: number): Approval => ({
  id,
  threadId: 'main',
  command: 'rm a',
  folder: null,
  askedAtMs,
  expiresAtMs: askedAtMs + 1,
  state: 'open',
  problem: null,
})

test('a question stands behind what came before it and before what came after', () => {
  const placed = placeApprovals(
    [said('one', 10), said('two', 30)],
    [asked('a', 20), asked('b', 21), asked('c', 40)],
  )
  expect(placed.map((item) => item.key)).toEqual([
    'one',
    'approval:a',
    'approval:b',
    'two',
    'approval:c',
  ])
})
