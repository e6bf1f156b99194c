import type { RouterInputs, RouterOutputs } from '@/server/trpc/root'

export type MySkills = RouterOutputs['skills']['list']
export type Skill = MySkills['skills'][number]
export type AgentId = RouterInputs['skills']['list']['agentId']
