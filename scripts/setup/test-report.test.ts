import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readReport } from './test-report.mjs'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rockpool-report-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function read(report: unknown, isRunnerOk = true) {
  const path = join(dir, 'report.json')
  writeFileSync(path, JSON.stringify(report))
  return readReport('unit', path, isRunnerOk)
}

const file = (status: string, assertionResults: unknown[], message = '') => ({
  name: 'x.test.ts',
  status,
  message,
  assertionResults,
})
const result = (status: string) => ({
  fullName: `it ${status}`,
  status,
  failureMessages: [],
  meta: {},
})

test('passed, failed and skipped tests are counted apart', () => {
  expect(
    read({ testResults: [file('failed', ['passed', 'failed', 'skipped'].map(result))] }, false),
  ).toEqual({
    passed: 1,
    failed: ['x.test.ts: it failed'],
    skipped: [{ name: 'it skipped', reason: 'no reason given' }],
  })
})

test('a file that cannot be loaded is a failure', () => {
  expect(read({ testResults: [file('failed', [], 'no such module')] }, false).failed).toEqual([
    'x.test.ts: no such module',
  ])
})

test('a runner that ends badly with green tests has failed', () => {
  const outcome = read({ testResults: [file('passed', [result('passed')])] }, false)
  expect(outcome.failed).toEqual(['unit: ended with an error outside of its tests'])
})

test('no tests and no report are failures', () => {
  expect(read({ testResults: [] }).failed).toEqual(['unit: found no tests'])
  expect(readReport('unit', join(dir, 'absent.json'), true).failed).toEqual([
    'unit: ended without a report',
  ])
})

test('journeys are counted per screen, with the reason of a skip', () => {
  const journey = (status: string, annotations: unknown[] = []) => ({
    projectName: 'phone',
    status,
    annotations,
  })
  const outcome = read({
    errors: [],
    suites: [
      {
        title: 'first.spec.ts',
        suites: [
          {
            title: 'first agent',
            specs: [
              { title: 'chats', tests: [journey('expected')] },
              { title: 'breaks', tests: [journey('unexpected')] },
              { title: 'is flaky', tests: [journey('flaky')] },
              {
                title: 'pays',
                tests: [journey('skipped', [{ type: 'skip', description: 'no payment' }])],
              },
              { title: 'comes after', tests: [journey('skipped')] },
            ],
          },
        ],
      },
    ],
  })
  expect(outcome).toEqual({
    passed: 1,
    failed: [
      'first.spec.ts › first agent › breaks (phone)',
      'first.spec.ts › first agent › is flaky (phone)',
    ],
    skipped: [
      { name: 'first.spec.ts › first agent › pays (phone)', reason: 'no payment' },
      {
        name: 'first.spec.ts › first agent › comes after (phone)',
        reason: 'an earlier step failed',
      },
    ],
  })
})
