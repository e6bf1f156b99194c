/** What a picture says about itself in its first bytes. Sides in pixels. */
export interface ImageHeader {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  width: number
  height: number
}

/**
 * Kind and size of a PNG, JPEG or WebP by its bytes, whatever its name claims; null for anything else. The
 * pixels are not decoded: that is the browser's work, in its own sandbox.
 */
export function readImageHeader(bytes: Buffer): ImageHeader | null {
  try {
    const header = readPng(bytes) ?? readWebp(bytes) ?? readJpeg(bytes)
    return header !== null && header.width > 0 && header.height > 0 ? header : null
  } catch (error) {
    // Reading past the end: the file stops inside its own header.
    if (error instanceof RangeError) return null
    throw error
  }
}

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function readPng(bytes: Buffer): ImageHeader | null {
  if (!bytes.subarray(0, 8).equals(pngMark) || bytes.toString('latin1', 12, 16) !== 'IHDR') {
    return null
  }
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

function readWebp(bytes: Buffer): ImageHeader | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') {
    return null
  }
  const type = 'image/webp'
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return {
        type,
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
      }
    case 'VP8L': {
      // 14 bits each, both less one.
      const sides = bytes.readUInt32LE(21)
      return { type, width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}

function readJpeg(bytes: Buffer): ImageHeader | null {
  if (bytes.readUInt16BE(0) !== 0xff_d8) return null
  let at = 2
  while (at < bytes.length) {
    const marker = bytes.readUInt16BE(at)
    if (marker >> 8 !== 0xff) return null
    const kind = marker & 0xff
    // A frame of any coding; C4, C8 and CC share the range and are tables.
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      return { type: 'image/jpeg', width, height }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
