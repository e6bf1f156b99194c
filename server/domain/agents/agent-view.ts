import type { AgentId } from '@/server/core/ids'

export type AgentPhase = 'queued' | 'starting' | 'preparing' | 'ready' | 'asleep' | 'failed'

export interface QueueView {
  /** 1 is next. */
  position: number
  /** Null when the host cannot say honestly. */
  readyInMs: number | null
}

/** An agent as its owner sees it. */
export interface AgentView {
  id: AgentId
  name: string | null
  phase: AgentPhase
  queue: QueueView | null
  problem: string | null
  onboarded: boolean
  personaVersion: number
  appliedPersonaVersion: number
  skills: string[]
  isolation: string[]
  createdAt: Date
}
