import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identify } from './process-identity'
import { type ProcessLock, takeLock } from './process-lock'

let dir: string
let path: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rockpool-lock-'))
  path = join(dir, 'lock')
})
afterEach(() => rmSync(dir, { recursive: true }))

function mustTake(note: string): ProcessLock {
  const lock = takeLock(path, note)
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy.pid}`)
  return lock
}

test('the second taker learns who holds it and what the holder says', () => {
  mustTake('starting').tell('http://127.0.0.1:3000')
  expect(takeLock(path, 'me too')).toEqual({
    heldBy: { ...identify(process.pid), note: 'http://127.0.0.1:3000' },
  })
})

test('after release it is free and leaves no file', () => {
  mustTake('first').release()
  expect(readdirSync(dir)).toEqual([])
  mustTake('second').release()
})

test.each([
  ['a number that nobody has', { pid: 2 ** 22 + 1, startTicks: 1, note: '' }],
  ['a number that a later process has', { pid: process.pid, startTicks: 1, note: '' }],
])('a dead holder is replaced: %s', (_, holder) => {
  writeFileSync(path, JSON.stringify(holder))
  mustTake('mine')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ note: 'mine' })
  expect(readdirSync(dir)).toEqual(['lock'])
})

test('a torn file is replaced', () => {
  writeFileSync(path, '{"pid":')
  mustTake('mine')
})

test('a release after the lock went to another leaves the other alone', () => {
  const lock = mustTake('mine')
  writeFileSync(path, JSON.stringify({ pid: 1, startTicks: 1, note: 'other' }))
  lock.release()
  expect(existsSync(path)).toBe(true)
})
