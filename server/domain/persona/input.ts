import { z } from 'zod'
import { AgentInput, agentLimits } from '../agents/input'

/** A file of this size fits the wire a second time over, and is more than a model reads with care. */
export const maxTextLength = 12_000

// Everything that moves text about or hides it, but line breaks and tabs.
const invisible = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

/** The sentence that says what is wrong with a text for the agent, or null. */
export function problemOfText(text: string): string | null {
  if (text.trim() === '') return 'This cannot be empty. A line is enough.'
  if (text.length > maxTextLength) {
    const over = (text.length - maxTextLength).toLocaleString('en')
    return `This is ${over} characters too long.`
  }
  const line = text.split('\n').findIndex((each) => invisible.test(each))
  return line === -1
    ? null
    : `Line ${line + 1} holds an invisible control character. Type that line anew.`
}

/** Browsers send a form's line breaks as two characters. */
const Text = z
  .string()
  .max(maxTextLength * 2)
  .transform((text) => text.replaceAll(/\r\n?/g, '\n'))

export const PersonaFile = z.enum(['identity', 'user'])
export type PersonaFile = z.infer<typeof PersonaFile>

export const SavePersonaInput = AgentInput.extend({
  name: z.string().trim().min(1).max(agentLimits.name),
  identity: Text,
  user: Text,
  /** What `persona.get` said when the form was opened. */
  revision: z.string().max(64),
})
export type SavePersonaInput = z.infer<typeof SavePersonaInput>

export const SettleFileInput = AgentInput.extend({
  file: PersonaFile,
  take: z.enum(['agents', 'mine']),
  /** Of the agent's text that the person saw and decided about. */
  hash: z.string().min(1).max(128),
})
export type SettleFileInput = z.infer<typeof SettleFileInput>
