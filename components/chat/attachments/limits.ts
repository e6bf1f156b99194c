import { type AttachedFile, sizeWords } from './attachment'

/** As many as the host lets through in one message. */
export const mostFiles = 10
/** The gateway refuses larger pictures: it would have to shrink them for every model. */
export const mostPictureBytes = 6_000_000
/** In base64 this is 19 MB, which still fits into one frame of the agent's socket. */
export const mostMessageBytes = 14_000_000

const pictures: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** Kinds that browsers name in many ways or not at all. What they hold is text. */
const texts = new Set(
  'txt md markdown csv tsv json jsonl yaml yml toml ini xml html css log sql sh py js mjs ts tsx jsx go rs java kt rb php c h cpp hpp cs swift tex srt vtt ics vcf eml'.split(
    ' ',
  ),
)

/** What the file window offers; dropped and pasted files are judged by `judge`. */
export const acceptedKinds = [
  ...new Set(Object.values(pictures)),
  'text/*',
  ...[...texts].map((ending) => `.${ending}`),
].join(',')

const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/** The type to send a file with, or null when an agent could not read it. */
export function kindOf(file: { name: string; type: string }): string | null {
  const ending = endingOf(file.name)
  if (Object.values(pictures).includes(file.type)) return file.type
  if (file.type === '' && pictures[ending] !== undefined) return pictures[ending]
  if (texts.has(ending) || file.type.startsWith('text/')) return 'text/plain'
  return null
}

export interface Judgement {
  accepted: readonly AttachedFile[]
  /** A sentence for each file that was left out. */
  problems: readonly string[]
}

/** Which of the files fit beside those that are attached already. None is cut or changed. */
export function judge(files: readonly File[], present: readonly AttachedFile[]): Judgement {
  const accepted: AttachedFile[] = []
  const problems: string[] = []
  let total = present.reduce((sum, file) => sum + file.sizeBytes, 0)
  for (const file of files) {
    const problem = problemOf(file, { total, count: present.length + accepted.length })
    const mimeType = kindOf(file)
    if (problem !== null || mimeType === null) {
      problems.push(problem ?? '')
      continue
    }
    total += file.size
    accepted.push({ name: nameOf(file, mimeType), mimeType, sizeBytes: file.size, bytes: file })
  }
  return { accepted, problems: [...new Set(problems)] }
}

/** Why a file cannot go with the message, or null when it can. */
function problemOf(file: File, beside: { total: number; count: number }): string | null {
  const name = `“${file.name}”`
  const mimeType = kindOf(file)
  if (mimeType === null) {
    return `${name} is of a kind that cannot be sent here. Pictures (PNG, JPEG, WebP, GIF) and text files can.`
  }
  if (file.size === 0) return `${name} is empty.`
  if (mimeType.startsWith('image/') && file.size > mostPictureBytes) {
    return `${name} has ${sizeWords(file.size)}. A picture can have ${sizeWords(mostPictureBytes)}: make it smaller and try again.`
  }
  if (file.size > mostMessageBytes) {
    return `${name} has ${sizeWords(file.size)}. A file can have ${sizeWords(mostMessageBytes)}.`
  }
  if (beside.count >= mostFiles) {
    return `A message can hold ${mostFiles} files. The others were left out: send them with the next one.`
  }
  if (beside.total + file.size > mostMessageBytes) {
    return `${name} does not fit any more: all files of a message together can have ${sizeWords(mostMessageBytes)}. Send it with the next one.`
  }
  return null
}

/** Pasted pictures are all called image.png, or nothing. */
function nameOf(file: File, mimeType: string): string {
  if (file.name !== '') return file.name.slice(-255)
  return mimeType === 'text/plain' ? 'pasted.txt' : `picture.${mimeType.slice('image/'.length)}`
}
