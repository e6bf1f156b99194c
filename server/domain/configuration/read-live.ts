import { requireGateway } from '@/server/domain/agent-facts'
import type { AgentFacts } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { isObject, type Json, type JsonObject } from './json'

export interface LiveConfiguration {
  hash: string
  /** What stands in the agent's file, with its secrets replaced by the gateway's own mark. */
  whole: JsonObject
}

/** Asks the running agent. Throws `unavailable` with a sentence when it does not run. */
export async function readLive(ctx: Ctx, facts: AgentFacts): Promise<LiveConfiguration> {
  return authored(await requireGateway(ctx, facts).call('config.get', {}))
}

/** The gateway also tells the configuration with every default filled in; nobody wrote that. */
export function authored(snapshot: { hash: string; parsed?: unknown }): LiveConfiguration {
  const whole = snapshot.parsed as Json
  if (!isObject(whole)) throw new Error('the gateway has no configuration to show')
  return { hash: snapshot.hash, whole }
}
