import { z } from 'zod'
import { AgentId } from '@/agent-host/protocol/ids'

export const agentLimits = {
  name: 40,
  character: 600,
  aboutMe: 2_000,
  firstTask: 2_000,
} as const

export const AgentInput = z.object({ agentId: AgentId })
export type AgentInput = z.infer<typeof AgentInput>

export const OnboardInput = AgentInput.extend({
  name: z.string().trim().min(1).max(agentLimits.name),
  character: z.string().trim().min(1).max(agentLimits.character),
  aboutMe: z.string().trim().max(agentLimits.aboutMe),
  firstTask: z.string().trim().max(agentLimits.firstTask),
})
export type OnboardInput = z.infer<typeof OnboardInput>
