import { z } from 'zod'
import { MachineId } from './ids'
import { SealedBox } from './seal'

/** What a sealed skill key is bound to: it opens for this skill of this agent only. */
export const skillKeyContext = (agentId: string, skillKey: string): string =>
  `skill:${agentId}:${skillKey}`

/** Hands one skill its key, or takes it away. Takes effect in the running gateway, without a restart. */
export const SkillKeyRequest = z.object({
  machineId: MachineId,
  generation: z.number().int().positive(),
  skillKey: z.string().min(1).max(128),
  /** Sealed to the host's `sealingKey` with `skillKeyContext` as associated data; null removes it. */
  sealedKey: SealedBox.nullable(),
})
export type SkillKeyRequest = z.infer<typeof SkillKeyRequest>
export const SkillKeyAnswer = z.object({ applied: z.literal(true) })
