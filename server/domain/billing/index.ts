export { StartTrialInput } from './input'
export { type Plan, plans, trialDays } from './plans'
export { startTrial } from './start-trial'
