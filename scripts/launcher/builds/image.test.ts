import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureImage, imageName } from './image'

let source: string
let images: string
beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'rockpool-image-'))
  source = join(dir, 'source')
  images = join(dir, 'images')
  mkdirSync(source)
  writeFileSync(join(source, 'package.json'), '{"dependencies":{"openclaw":"2026.9.6"}}')
  writeFileSync(join(source, 'package-lock.json'), '{}')
  writeFileSync(join(source, 'relay.mjs'), 'relay 1')
})
afterEach(() => rmSync(join(source, '..'), { recursive: true }))

const progress = {
  say: () => undefined,
  step: () => Promise.reject(new Error('an installed image was installed again')),
}
const ensure = () =>
  ensureImage({
    sourceDir: source,
    imagesDir: images,
    progress,
    signal: new AbortController().signal,
  })

test('the name is the version and the lock: another lock is another image', () => {
  const first = imageName(source)
  expect(first).toMatch(/^openclaw-2026\.9\.6-[0-9a-f]{12}$/)
  writeFileSync(join(source, 'package-lock.json'), '{ }')
  expect(imageName(source)).not.toBe(first)
})

test('an installed image is used as it is, and carries the relay of these sources', async () => {
  const dir = join(images, imageName(source))
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'relay.mjs'), 'relay 0')
  expect(await ensure()).toEqual({ name: imageName(source), dir })
  expect(readFileSync(join(dir, 'relay.mjs'), 'utf8')).toBe('relay 1')
  expect(readdirSync(dir)).toEqual(['relay.mjs'])
})
