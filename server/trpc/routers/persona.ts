import { AgentInput } from '@/server/domain/agents'
import {
  findOwnChanges,
  getPersona,
  SavePersonaInput,
  SettleFileInput,
  savePersona,
  settleFile,
} from '@/server/domain/persona'
import { router, signedIn } from '../init'

export const personaRouter = router({
  get: signedIn.input(AgentInput).query(({ ctx, input }) => getPersona(ctx, input)),
  save: signedIn.input(SavePersonaInput).mutation(({ ctx, input }) => savePersona(ctx, input)),
  ownChanges: signedIn.input(AgentInput).query(({ ctx, input }) => findOwnChanges(ctx, input)),
  settle: signedIn.input(SettleFileInput).mutation(({ ctx, input }) => settleFile(ctx, input)),
})
