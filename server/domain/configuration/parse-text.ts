import { AppError } from '@/server/core/errors'
import { isObject, type Json, type JsonObject } from './json'
import { findNull } from './merge-patch'
import { pathWords } from './protected'

const refuse = (sentence: string) =>
  new AppError('invalid', { public: sentence, facts: { field: 'text' } })

/** The text of an editor as a configuration, or a sentence about what is wrong with it. */
export function parseText(text: string): JsonObject {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw refuse(`This is not valid JSON${whereOf(error.message, text)}.`)
  }
  if (!isObject(value)) throw refuse('The configuration has to be one object, in { and }.')
  const empty = findNull(value)
  if (empty !== undefined) {
    throw refuse(
      `“${pathWords(empty)}” is null, which means nothing here. Leave the line out to remove it.`,
    )
  }
  return value
}

/** The parser tells a place in its message only; nothing depends on finding it. */
function whereOf(message: string, text: string): string {
  const found = /position (\d+)/.exec(message)
  if (found === null) return ''
  return ` near line ${text.slice(0, Number(found[1])).split('\n').length}`
}
