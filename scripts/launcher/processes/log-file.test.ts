import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { alarmIn, openLog } from './log-file'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rockpool-log-'))
  path = join(dir, 'web.log')
})
afterEach(() => rmSync(dir, { recursive: true }))

test.each([
  ['{"level":50,"msg":"pool is empty"}', false, 'pool is empty'],
  ['{"level":60,"msg":"cannot start","problem":"no walls"}', false, 'cannot start: "no walls"'],
  ['{"level":40,"msg":"slow"}', true, undefined],
  ['Ready in 1 s', false, undefined],
  ['TypeError: x', true, 'TypeError: x'],
  ['   ', true, undefined],
  ['{"level":50,"ms', false, '{"level":50,"ms'],
])('what a person should see in %j', (line, isErrorStream, expected) => {
  expect(alarmIn(line, isErrorStream)).toBe(expected)
})

async function writeLog(...chunks: string[]): Promise<string[]> {
  const alarms: string[] = []
  const log = openLog(path, (sentence) => alarms.push(sentence))
  const stream = new PassThrough()
  log.follow(stream, 'errors')
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await log.close()
  return alarms
}

test('a line that arrives in pieces is one line, and the last needs no end', async () => {
  expect(await writeLog('fir', 'st\nsec', 'ond')).toEqual(['first', 'second'])
  expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('three earlier logs are kept, the oldest goes', async () => {
  for (const run of ['1', '2', '3', '4', '5']) await writeLog(run)
  const kept = ['', '.1', '.2', '.3'].map((age) => readFileSync(`${path}${age}`, 'utf8').trim())
  expect(kept).toEqual(['5', '4', '3', '2'])
  expect(existsSync(`${path}.4`)).toBe(false)
})
