import { z } from 'zod'

const Part = z.object({ type: z.string(), text: z.string().optional() }).loose()

/** The part of an OpenAI-style chat completion request that the host reads. The rest passes untouched. */
export const ChatRequest = z
  .object({
    model: z.string(),
    stream: z.boolean().optional(),
    tools: z.array(z.unknown()).optional(),
    messages: z.array(
      z
        .object({ role: z.string(), content: z.union([z.string(), z.array(Part)]).nullish() })
        .loose(),
    ),
  })
  .loose()
export type ChatRequest = z.infer<typeof ChatRequest>

/**
 * True for a turn of the agent, whose answer a person reads. Without tools OpenClaw asks for itself, such as
 * for the summary that replaces a long conversation: a sentence of ours would be taken for it.
 */
export const isTurn = ({ tools }: ChatRequest): boolean => (tools ?? []).length > 0

/** The text of a message, whichever of the two shapes it came in. */
export function textOf(message: ChatRequest['messages'][number]): string {
  const { content } = message
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => part.text ?? '').join('')
}
