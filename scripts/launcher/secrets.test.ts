import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets } from './secrets'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rockpool-secrets-'))
  path = join(dir, 'secrets.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

test('they are made once, for their owner alone, and stay the same', () => {
  const first = openSecrets(path)
  expect(openSecrets(path)).toEqual(first)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['secrets.json'])
})

test('two installations share none of them', () => {
  const [a, b] = [openSecrets(path), openSecrets(join(dir, 'other.json'))]
  for (const key of ['secretKey', 'hostId', 'hostKey', 'setupLink'] as const) {
    expect(a[key]).not.toBe(b[key])
  }
  expect(Buffer.from(a.secretKey, 'base64url')).toHaveLength(32)
})

test.each(['', '{', '{"secretKey":"short"}'])('a damaged file is refused and left: %j', (text) => {
  writeFileSync(path, text)
  expect(() => openSecrets(path)).toThrow(`The secrets in ${path} cannot be read`)
  expect(statSync(path).size).toBe(text.length)
})
