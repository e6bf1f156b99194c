import { createParser } from 'eventsource-parser'
import { z } from 'zod'

/** What one model call cost, in tokens. `cached` is part of `input`. */
export interface TokenCount {
  input: number
  cached: number
  output: number
}

const Usage = z.object({
  prompt_tokens: z.number().int().nonnegative(),
  completion_tokens: z.number().int().nonnegative(),
  prompt_tokens_details: z
    .object({ cached_tokens: z.number().int().nonnegative().nullish() })
    .nullish(),
})

const Chunk = z.object({
  usage: Usage.nullish(),
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).loose().nullish(),
        message: z.object({ content: z.string().nullish() }).loose().nullish(),
      }),
    )
    .nullish(),
})

/** Roughly four characters a token: what is said when a provider says nothing, or a call was cut short. */
const charactersPerToken = 4

/**
 * Counts one call from the bytes that pass by. A provider's own numbers win; without them, because the
 * caller left or the provider does not tell, the text that passed is estimated: it was paid for all the same.
 */
export class CallCount {
  #said: TokenCount | undefined
  #characters = 0
  readonly #askedCharacters: number
  readonly #decoder = new TextDecoder()
  #whole = ''
  readonly #isStream: boolean
  readonly #parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') this.#read(data)
    },
  })

  constructor(about: { askedCharacters: number; isStream: boolean }) {
    this.#askedCharacters = about.askedCharacters
    this.#isStream = about.isStream
  }

  /** Bytes of the answer, in the order in which they go on. */
  pass(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true })
    if (this.#isStream) this.#parser.feed(text)
    else this.#whole += text
  }

  /** The count once nothing more comes. */
  total(): TokenCount {
    if (!this.#isStream && this.#whole !== '') {
      this.#read(this.#whole)
      this.#whole = ''
    }
    return (
      this.#said ?? {
        input: Math.ceil(this.#askedCharacters / charactersPerToken),
        cached: 0,
        output: Math.ceil(this.#characters / charactersPerToken),
      }
    )
  }

  #read(json: string): void {
    const chunk = parseChunk(json)
    if (chunk === undefined) return
    for (const choice of chunk.choices ?? []) {
      this.#characters += (choice.delta?.content ?? choice.message?.content ?? '').length
    }
    if (chunk.usage === null || chunk.usage === undefined) return
    const { prompt_tokens, completion_tokens, prompt_tokens_details } = chunk.usage
    this.#said = {
      input: prompt_tokens,
      cached: Math.min(prompt_tokens, prompt_tokens_details?.cached_tokens ?? 0),
      output: completion_tokens,
    }
  }
}

function parseChunk(json: string): z.infer<typeof Chunk> | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // Not ours to judge: the gateway gets the bytes as they are, and what passed is estimated.
    return undefined
  }
  const parsed = Chunk.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
