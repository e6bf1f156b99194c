import { expect, it } from 'vitest'
import { initialArchive } from './cpio'

it('is an archive whose entries lie where the kernel looks for them', () => {
  const archive = initialArchive([
    { path: 'bin', kind: 'folder' },
    { path: 'bin/a', kind: 'file', content: Buffer.from('hello'), executable: true },
  ])
  expect(archive.length % 4).toBe(0)
  const text = archive.toString('latin1')
  const heads = [...text.matchAll(/070701[0-9a-f]{104}/g)]
  expect(heads.map(({ index }) => index % 4)).toEqual([0, 0, 0])
  const names = heads.map(({ index }) => text.slice(index + 110, text.indexOf('\0', index)))
  expect(names).toEqual(['bin', 'bin/a', 'TRAILER!!!'])
  const at = (heads[1]?.index ?? 0) + 110 + 'bin/a\0'.length
  expect(text.slice(at, at + 5)).toBe('hello')
})
