import { AgentInput } from '@/server/domain/agents'
import {
  getConfiguration,
  getVersion,
  listVersions,
  RestoreConfigurationInput,
  restoreConfiguration,
  SaveConfigurationInput,
  saveConfiguration,
  VersionInput,
} from '@/server/domain/configuration'
import { router, signedIn } from '../init'

export const configurationRouter = router({
  get: signedIn.input(AgentInput).query(({ ctx, input }) => getConfiguration(ctx, input)),
  save: signedIn
    .input(SaveConfigurationInput)
    .mutation(({ ctx, input }) => saveConfiguration(ctx, input)),
  versions: signedIn.input(AgentInput).query(({ ctx, input }) => listVersions(ctx, input)),
  version: signedIn.input(VersionInput).query(({ ctx, input }) => getVersion(ctx, input)),
  restore: signedIn
    .input(RestoreConfigurationInput)
    .mutation(({ ctx, input }) => restoreConfiguration(ctx, input)),
})
