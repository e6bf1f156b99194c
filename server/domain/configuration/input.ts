import { z } from 'zod'
import { AgentInput } from '../agents/input'

/** A configuration of a few hundred lines has 20 KB; more than this is not one. */
export const maxConfigurationLength = 200_000
export const maxNoteLength = 200

/** What stands where the agent keeps a secret. Left alone, the secret stays as it is. */
export const redactedMark = '__OPENCLAW_REDACTED__'

const Hash = z.string().min(1).max(200)
const Note = z.string().trim().max(maxNoteLength)

export const SaveConfigurationInput = AgentInput.extend({
  text: z.string().max(maxConfigurationLength),
  /** Of the state that the text was made from. */
  hash: Hash,
  note: Note,
})
export type SaveConfigurationInput = z.infer<typeof SaveConfigurationInput>

export const VersionInput = AgentInput.extend({ version: z.number().int().positive() })
export type VersionInput = z.infer<typeof VersionInput>

export const RestoreConfigurationInput = VersionInput.extend({ hash: Hash })
export type RestoreConfigurationInput = z.infer<typeof RestoreConfigurationInput>
