import { z } from 'zod'
import type { Attachment } from '../attachments/attachment'

/** The answer of `chat.history`, as far as a chat reads it. */

const Block = z.object({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.unknown().optional(),
  mimeType: z.string().optional(),
})
type Block = z.infer<typeof Block>

/** What the gateway keeps of a file that came with a message. The bytes stay with it. */
const Media = z.object({
  contentType: z.string().optional(),
  fileName: z.string().optional(),
  sizeBytes: z.number().optional(),
  url: z.string().optional(),
})

const Row = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(Block)]).optional(),
  timestamp: z.number().optional(),
  idempotencyKey: z.string().optional(),
  stopReason: z.string().optional(),
  toolCallId: z.string().optional(),
  toolName: z.string().optional(),
  isError: z.boolean().optional(),
  provenance: z.object({ kind: z.string(), sourceTool: z.string().optional() }).optional(),
  openclawAbort: z.object({ aborted: z.boolean() }).optional(),
  __openclaw: z
    .object({
      id: z.string().optional(),
      seq: z.number().optional(),
      runId: z.string().optional(),
      kind: z.string().optional(),
      media: z.array(Media).optional(),
    })
    .optional(),
})
export type Row = z.infer<typeof Row>

const PendingInput = z.object({
  id: z.string(),
  acceptedAt: z.number(),
  state: z.string(),
  runId: z.string().optional(),
  message: Row,
})

export const HistoryPage = z.object({
  // One row of a kind we do not know must not hide all the others.
  messages: z
    .array(z.unknown())
    .transform((rows) => rows.flatMap((row) => Row.safeParse(row).data ?? [])),
  hasMore: z.boolean().optional(),
  pendingInputs: z.object({ items: z.array(PendingInput) }).optional(),
  inFlightRun: z
    .object({ runId: z.string(), text: z.string(), startedAt: z.number().optional() })
    .optional(),
  sessionInfo: z
    .object({
      hasActiveRun: z.boolean().optional(),
      /** When present it is the complete set; absent while others are active says nothing. */
      activeRunIds: z.array(z.string()).optional(),
    })
    .optional(),
})
export type HistoryPage = z.infer<typeof HistoryPage>

export const blocksOf = (row: Row): readonly Block[] =>
  typeof row.content === 'string' ? [{ type: 'text', text: row.content }] : (row.content ?? [])

/** The words of a row. */
export function textOf(row: Row): string {
  const parts = blocksOf(row).flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : []))
  const text = parts.filter((part) => part !== '').join('\n')
  return row.role === 'user' ? text.replaceAll(mediaMark, '').trim() : text
}

/** What the gateway writes behind a person's words for the model, one line for each file. */
const mediaMark = /\n?\[(?:media attached|image attachment omitted): [^\]\n]*\]/g

const unnamed: Readonly<Record<string, Attachment>> = {
  image: { name: 'Picture', mimeType: 'image/png', sizeBytes: null },
  audio: { name: 'Recording', mimeType: 'audio/mpeg', sizeBytes: null },
  file: { name: 'File', mimeType: 'application/octet-stream', sizeBytes: null },
}

/** The files that came with a row: what the gateway noted of them or, failing that, their blocks. */
export function attachmentsOf(row: Row): Attachment[] {
  const media = row.__openclaw?.media ?? []
  if (media.length > 0) {
    return media.map(({ contentType, fileName, sizeBytes, url }) => {
      const isImage = contentType?.startsWith('image/') === true
      const keptAs = /^media:\/\/inbound\/([^/?#]+)$/.exec(url ?? '')?.[1]
      return {
        name: fileName ?? (isImage ? 'Picture' : 'File'),
        mimeType: contentType ?? 'application/octet-stream',
        sizeBytes: sizeBytes ?? null,
        ...(keptAs === undefined || !isImage ? {} : { keptAs }),
      }
    })
  }
  return blocksOf(row).flatMap((block) => {
    const known = unnamed[block.type]
    return known === undefined ? [] : [{ ...known, mimeType: block.mimeType ?? known.mimeType }]
  })
}

const personSuffix = ':user'

/** The gateway stores a message under our key with `:user` behind it. */
export function sendIdOf(row: Row): string | null {
  const key = row.idempotencyKey
  return key?.endsWith(personSuffix) === true ? key.slice(0, -personSuffix.length) : null
}
