import { ListAuditInput, listAudit, VerifyAuditInput, verifyAudit } from '@/server/domain/audit'
import {
  AccountInput,
  AgentRecordInput,
  getAccount,
  getAgentRecord,
  ListAccountsInput,
  ListAgentsInput,
  ListJobsInput,
  listAccounts,
  listAgents,
  listJobs,
  ReadUsageInput,
  RetryJobInput,
  readOverview,
  readUsage,
  retryJob,
} from '@/server/domain/console'
import { readFleet, watchFleet } from '@/server/domain/fleet'
import {
  AgentInterventionInput,
  clearProblem,
  drainHost,
  HostInterventionInput,
  ResizePoolInput,
  ResumeAccountInput,
  recyclePool,
  resizePool,
  restartAgent,
  resumeAccount,
  SuspendAccountInput,
  suspendAccount,
  undrainHost,
} from '@/server/domain/interventions'
import { MakeLinkInput, makePasswordLink } from '@/server/domain/passwords'
import { changeProvider, ProviderInput, tryProvider } from '@/server/domain/setup'
import { operatorOnly, router } from '../init'
import { mailRouter } from './mail'

export const operatorRouter = router({
  overview: operatorOnly.query(({ ctx }) => readOverview(ctx)),
  accounts: operatorOnly
    .input(ListAccountsInput)
    .query(({ ctx, input }) => listAccounts(ctx, input)),
  account: operatorOnly.input(AccountInput).query(({ ctx, input }) => getAccount(ctx, input)),
  agents: operatorOnly.input(ListAgentsInput).query(({ ctx, input }) => listAgents(ctx, input)),
  agent: operatorOnly.input(AgentRecordInput).query(({ ctx, input }) => getAgentRecord(ctx, input)),
  fleet: operatorOnly.query(({ ctx }) => readFleet(ctx)),
  fleetLive: operatorOnly.subscription(({ ctx, signal }) =>
    watchFleet(ctx, signal ?? AbortSignal.abort()),
  ),
  usage: operatorOnly.input(ReadUsageInput).query(({ ctx, input }) => readUsage(ctx, input)),
  jobs: operatorOnly.input(ListJobsInput).query(({ ctx, input }) => listJobs(ctx, input)),
  retryJob: operatorOnly.input(RetryJobInput).mutation(({ ctx, input }) => retryJob(ctx, input)),
  audit: operatorOnly.input(ListAuditInput).query(({ ctx, input }) => listAudit(ctx, input)),
  verifyAudit: operatorOnly
    .input(VerifyAuditInput)
    .mutation(({ ctx, input }) => verifyAudit(ctx, input)),
  mail: mailRouter,
  makePasswordLink: operatorOnly
    .input(MakeLinkInput)
    .mutation(({ ctx, input }) => makePasswordLink(ctx, input)),
  suspendAccount: operatorOnly
    .input(SuspendAccountInput)
    .mutation(({ ctx, input }) => suspendAccount(ctx, input)),
  resumeAccount: operatorOnly
    .input(ResumeAccountInput)
    .mutation(({ ctx, input }) => resumeAccount(ctx, input)),
  clearProblem: operatorOnly
    .input(AgentInterventionInput)
    .mutation(({ ctx, input }) => clearProblem(ctx, input)),
  restartAgent: operatorOnly
    .input(AgentInterventionInput)
    .mutation(({ ctx, input }) => restartAgent(ctx, input)),
  resizePool: operatorOnly
    .input(ResizePoolInput)
    .mutation(({ ctx, input }) => resizePool(ctx, input)),
  recyclePool: operatorOnly
    .input(HostInterventionInput)
    .mutation(({ ctx, input }) => recyclePool(ctx, input)),
  drainHost: operatorOnly
    .input(HostInterventionInput)
    .mutation(({ ctx, input }) => drainHost(ctx, input)),
  undrainHost: operatorOnly
    .input(HostInterventionInput)
    .mutation(({ ctx, input }) => undrainHost(ctx, input)),
  tryProvider: operatorOnly
    .input(ProviderInput)
    .mutation(({ ctx, input }) => tryProvider(ctx, input)),
  changeProvider: operatorOnly
    .input(ProviderInput)
    .mutation(({ ctx, input }) => changeProvider(ctx, input)),
})
