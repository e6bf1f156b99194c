import type { Ctx } from '@/server/domain/ctx'
import type { ReadWordsInput } from './input'
import { type ReadWords, readWords } from './read-words'

/** What would be saved, before it is. */
export const previewWords = async (ctx: Ctx, input: ReadWordsInput): Promise<ReadWords> =>
  readWords(input, ctx.clock.now())
