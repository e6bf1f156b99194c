import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashSources } from './source-hash'

let root: string
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rockpool-sources-'))
  write('app/page.tsx', 'page')
  write('server/env.ts', 'env')
  write('agent-host/main.ts', 'host')
})
afterEach(() => rmSync(root, { recursive: true }))

const changedBy = (path: string, text: string) => {
  const before = { web: hashSources(root, 'web'), programs: hashSources(root, 'programs') }
  write(path, text)
  return {
    web: hashSources(root, 'web') !== before.web,
    programs: hashSources(root, 'programs') !== before.programs,
  }
}

test.each([
  ['app/page.tsx', { web: true, programs: false }],
  ['content/docs/en/install.mdx', { web: true, programs: false }],
  ['messages/de.json', { web: true, programs: false }],
  ['agent-host/main.ts', { web: false, programs: true }],
  ['server/env.ts', { web: true, programs: true }],
  ['agent-host/protocol/new.ts', { web: true, programs: true }],
  ['package-lock.json', { web: true, programs: true }],
  ['server/env.test.ts', { web: false, programs: false }],
  ['agent-host/image/node_modules/x.js', { web: false, programs: false }],
  ['README.md', { web: false, programs: false }],
])('a change of %s asks for the parts that it is in', (path, expected) => {
  expect(changedBy(path, 'changed')).toEqual(expected)
})

test('the same contents written again are the same sources', () => {
  expect(changedBy('server/env.ts', 'env')).toEqual({ web: false, programs: false })
})

test('a byte that moves from one file to the next is a change', () => {
  write('app/a.ts', 'xy')
  write('app/b.ts', 'z')
  const before = hashSources(root, 'web')
  write('app/a.ts', 'x')
  write('app/b.ts', 'yz')
  expect(hashSources(root, 'web')).not.toBe(before)
})
