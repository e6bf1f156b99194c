import { z } from 'zod'
import { AccountId, AgentId } from '@/agent-host/protocol/ids'

const Search = z.string().trim().max(100).optional()
const Cursor = z.string().max(300).nullish()

export const accountFilters = [
  'all',
  'trialing',
  'active',
  'ended',
  'no_plan',
  'suspended',
  'problem',
] as const
export type AccountFilter = (typeof accountFilters)[number]

export const ListAccountsInput = z.object({
  /** A part of the account's name or of somebody's e-mail address, or a whole account id. */
  search: Search,
  filter: z.enum(accountFilters).default('all'),
  cursor: Cursor,
})
export type ListAccountsInput = z.infer<typeof ListAccountsInput>

export const AccountInput = z.object({ accountId: AccountId })
export type AccountInput = z.infer<typeof AccountInput>

export const agentFilters = ['all', 'problem', 'queued', 'asleep'] as const
export type AgentFilter = (typeof agentFilters)[number]

export const ListAgentsInput = z.object({
  /** A part of the agent's or its account's name, or a whole agent id. */
  search: Search,
  filter: z.enum(agentFilters).default('all'),
  cursor: Cursor,
})
export type ListAgentsInput = z.infer<typeof ListAgentsInput>

export const AgentRecordInput = z.object({ agentId: AgentId })
export type AgentRecordInput = z.infer<typeof AgentRecordInput>

export const usageSpans = [1, 7, 30, 90] as const

export const ReadUsageInput = z.object({
  /** How many days back, today included. */
  days: z.literal([...usageSpans]).default(30),
  cursor: Cursor,
})
export type ReadUsageInput = z.infer<typeof ReadUsageInput>

export const ListJobsInput = z.object({ cursor: Cursor })
export type ListJobsInput = z.infer<typeof ListJobsInput>

export const RetryJobInput = z.object({ queue: z.string().max(100), jobId: z.uuid() })
export type RetryJobInput = z.infer<typeof RetryJobInput>
