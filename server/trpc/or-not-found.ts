import { publicErrorOf } from './errors'

/** Null for what does not exist, an id that is none included: an address is typed by anybody. */
export async function orNotFound<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer
  } catch (error) {
    const { code } = publicErrorOf(error instanceof Error ? (error.cause ?? error) : error)
    if (code === 'not_found' || code === 'invalid') return null
    throw error
  }
}
