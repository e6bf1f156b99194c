import { describe, expect, it } from 'vitest'
import { readImageHeader } from './image-header'

const base64 = (text: string) => Buffer.from(text, 'base64')

/** A PNG's signature and first chunk, all that is read. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33)
  base64('iVBORw0KGgoAAAANSUhEUg==').copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function webp(kind: string, rest: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${kind}\0\0\0\0`, 'latin1'), rest])
}

describe('a picture’s kind and size', () => {
  it('are read from a PNG', () => {
    expect(readImageHeader(png(320, 96))).toEqual({ type: 'image/png', width: 320, height: 96 })
  })

  it('are read from each of the three forms of WebP', () => {
    const lossy = Buffer.from([0x30, 1, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0x60, 0x00])
    // 14 bits of 319, then 14 bits of 95.
    const lossless = Buffer.from([0x2f, 0x3f, 0xc1, 0x17, 0x00])
    const extended = Buffer.from([0, 0, 0, 0, 0x3f, 0x01, 0, 0x5f, 0, 0])
    for (const bytes of [webp('VP8 ', lossy), webp('VP8L', lossless), webp('VP8X', extended)]) {
      expect(readImageHeader(bytes)).toEqual({ type: 'image/webp', width: 320, height: 96 })
    }
  })

  it('are read from a JPEG, behind whatever stands before its frame', () => {
    const table = [0xff, 0xc4, 0, 4, 1, 2]
    const frame = [0xff, 0xc2, 0, 17, 8, 0, 96, 1, 64, 3]
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, ...table, ...frame])
    expect(readImageHeader(bytes)).toEqual({ type: 'image/jpeg', width: 320, height: 96 })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a PNG that ends early', png(1, 1).subarray(0, 18)],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9])],
    ['a JPEG that points behind its end', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff])],
    ['a PNG without a side', png(0, 10)],
    ['a GIF', base64('R0lGODlhAQABAAAAACw=')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ])('are not found in %s', (_, bytes) => {
    expect(readImageHeader(bytes)).toBeNull()
  })
})
