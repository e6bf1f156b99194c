/** A snapshot of a thousand machines is about half a megabyte; a line beyond this is not one. */
const maxLineChars = 16 * 1024 * 1024

/** The lines of an endless answer, as they arrive. Half a line at the end is dropped: it is not one. */
export async function* readLines(response: Response): AsyncGenerator<string> {
  if (response.body === null) return
  let rest = ''
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLineChars) throw new Error('a line of the watch is too long')
    for (const line of lines) if (line !== '') yield line
  }
}
