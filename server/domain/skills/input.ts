import { z } from 'zod'
import { AgentId } from '@/agent-host/protocol/ids'

const skillKey = z.string().min(1).max(128)

export const SkillsInput = z.object({ agentId: AgentId })
export type SkillsInput = z.infer<typeof SkillsInput>

export const SwitchSkillInput = z.object({ agentId: AgentId, skillKey, on: z.boolean() })
export type SwitchSkillInput = z.infer<typeof SwitchSkillInput>

export const SkillKeyInput = z.object({
  agentId: AgentId,
  skillKey,
  /** Null takes the key away. */
  apiKey: z
    .string()
    .trim()
    .min(1, 'Enter the key.')
    .max(4_000, 'This is too long for a key.')
    .refine((key) => !/[\s\p{Cc}]/u.test(key), 'A key has no spaces or line breaks in it.')
    .nullable(),
})
export type SkillKeyInput = z.infer<typeof SkillKeyInput>
