import { type AttachedFile, isPicture } from './attachment'

/** A file as `chat.send` takes it. */
export interface WireAttachment {
  type: 'image' | 'file'
  mimeType: string
  fileName: string
  content: string
}

/** Large enough to be quick, small enough for the argument list of one call. */
const pieceBytes = 0x8000

async function base64(bytes: Blob): Promise<string> {
  const all = new Uint8Array(await bytes.arrayBuffer())
  let text = ''
  for (let at = 0; at < all.length; at += pieceBytes) {
    text += String.fromCharCode(...all.subarray(at, at + pieceBytes))
  }
  return btoa(text)
}

export const encode = (files: readonly AttachedFile[]): Promise<WireAttachment[]> =>
  Promise.all(
    files.map(async (file) => ({
      type: isPicture(file) ? ('image' as const) : ('file' as const),
      mimeType: file.mimeType,
      fileName: file.name,
      content: await base64(file.bytes),
    })),
  )
