import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstalled } from './node-modules.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rockpool-modules-'))
  mkdirSync(join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

const lock = (packages: Record<string, unknown>) =>
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, ...packages } }),
  )
const installed = (packages: Record<string, unknown>) =>
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))

test('the same versions are installed', () => {
  lock({ 'node_modules/a': { version: '1.0.0' } })
  installed({ 'node_modules/a': { version: '1.0.0' } })
  expect(isInstalled(root)).toBe(true)
})

test('a package of another system may be absent, another version of it may not', () => {
  lock({ 'node_modules/a-darwin': { version: '1.0.0', optional: true } })
  installed({})
  expect(isInstalled(root)).toBe(true)
  installed({ 'node_modules/a-darwin': { version: '0.9.0', optional: true } })
  expect(isInstalled(root)).toBe(false)
})

test.each([
  ['an older version', { 'node_modules/a': { version: '0.9.0' } }],
  ['a missing package', {}],
])('%s is not installed', (_, packages) => {
  lock({ 'node_modules/a': { version: '1.0.0' } })
  installed(packages)
  expect(isInstalled(root)).toBe(false)
})

test('an installation that was cut off never looks complete', () => {
  lock({})
  expect(isInstalled(root)).toBe(false)
})
