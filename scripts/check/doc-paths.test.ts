import { expect, test } from 'vitest'
import { findDeadReferences } from './doc-paths'

const known = ['README.md', 'docs/adr/0001-types.md', 'server/env.ts', 'app/(site)/page.tsx']

const citedBy = (path: string, text: string) =>
  findDeadReferences([{ path, text }], known).map((dead) => `${dead.line}:${dead.cited}`)

test('a code span that names a missing file of a known folder is reported with its line', () => {
  expect(citedBy('README.md', 'fine\nread `server/nothing.ts` first')).toEqual([
    '2:server/nothing.ts',
  ])
})

test('files, folders, anchors and route groups that exist pass', () => {
  const text =
    '`server/env.ts` `docs/adr/` `README.md#start` `app/(site)/page.tsx` `server/env.ts:12`'
  expect(citedBy('README.md', text)).toEqual([])
})

test('a link is resolved from the folder of its document', () => {
  expect(citedBy('docs/adr/0001-types.md', '[up](../../README.md) [gone](../gone.md)')).toEqual([
    '1:docs/gone.md',
  ])
})

test('commands, globs, web addresses and folders made at run time are not paths', () => {
  const text = '`npm start` `**/*.test.ts` `.rockpool/logs` [x](https://example.com/a) [y](#part)'
  expect(citedBy('README.md', text)).toEqual([])
})

test('a missing root document is reported', () => {
  expect(citedBy('README.md', 'see `SECURITY.md`')).toEqual(['1:SECURITY.md'])
})

test('in code only documents count', () => {
  expect(citedBy('server/env.ts', '// docs/runbooks/gone.md, server/gone.ts')).toEqual([
    '1:docs/runbooks/gone.md',
  ])
})
