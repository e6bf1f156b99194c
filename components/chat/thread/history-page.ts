import { z } from 'zod'

/** The answer of `chat.history`, as far as a chat reads it. */

const Block = z.object({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.unknown().optional(),
})
type Block = z.infer<typeof Block>

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

/** The words of a row. What is not text is named, so that a message of one picture is not empty. */
export function textOf(row: Row): string {
  const parts = blocksOf(row).map((block) => {
    if (block.type === 'text') return block.text ?? ''
    if (block.type === 'image') return '(a picture)'
    return block.type === 'file' || block.type === 'audio' ? '(a file)' : ''
  })
  return parts.filter((part) => part !== '').join('\n')
}

const personSuffix = ':user'

/** The gateway stores a message under our key with `:user` behind it. */
export function sendIdOf(row: Row): string | null {
  const key = row.idempotencyKey
  return key?.endsWith(personSuffix) === true ? key.slice(0, -personSuffix.length) : null
}
