export { drainHost, recyclePool, resizePool, undrainHost } from './change-pool'
export { clearProblem } from './clear-problem'
export {
  AgentInterventionInput,
  HostInterventionInput,
  ResizePoolInput,
  ResumeAccountInput,
  SuspendAccountInput,
} from './input'
export { restartAgent } from './restart-agent'
export { resumeAccount, suspendAccount } from './suspend-account'
