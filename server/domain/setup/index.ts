export { checkSetupLink, getSetupState, type SetupCheck } from './check-setup'
export { completeSetup } from './complete-setup'
export { SetupCheckInput, SetupCompleteInput, TestProviderInput } from './input'
export { testProvider } from './test-provider'
