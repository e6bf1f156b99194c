export { type AccountRecord, getAccount } from './get-account'
export { type AgentRecord, getAgentRecord } from './get-agent-record'
export {
  AccountInput,
  AgentRecordInput,
  ListAccountsInput,
  ListAgentsInput,
  ListJobsInput,
  ReadUsageInput,
  RetryJobInput,
} from './input'
export { type AccountRow, listAccounts } from './list-accounts'
export { type AgentRow, listAgents } from './list-agents'
export { listJobs } from './list-jobs'
export { type Need, type Overview, readOverview } from './read-overview'
export { readUsage } from './read-usage'
export { retryJob } from './retry-job'
