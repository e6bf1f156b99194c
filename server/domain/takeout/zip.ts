import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { TakeoutFile } from './takeout-file'

/** One archive, written as its files are read: neither side holds all of it. */
export function zipOf(files: AsyncGenerator<TakeoutFile, void>): ReadableStream<Uint8Array> {
  let zip: Zip
  return new ReadableStream<Uint8Array>({
    start(controller) {
      zip = new Zip((error, chunk, isLast) => {
        if (error !== null) {
          controller.error(error)
          return
        }
        controller.enqueue(chunk)
        if (isLast) controller.close()
      })
    },
    async pull() {
      const { value: file, done } = await files.next()
      if (done === true) {
        zip.end()
        return
      }
      const entry = new ZipDeflate(file.path, { level: 6 })
      zip.add(entry)
      entry.push(strToU8(file.text), true)
    },
    async cancel() {
      await files.return(undefined)
    },
  })
}
