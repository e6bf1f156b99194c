import { z } from 'zod'
import { agentMethods, answerSchema } from '@/agent-host/protocol/agent-methods'
import type { GatewayCallAnswer, GatewayCallRequest } from '@/agent-host/protocol/gateway-call'
import { AgentRefusal } from '@/server/core/agent-refusal'
import type { AgentGateway, LeaseName } from './host-gateway'

/** Types for the one untyped call that a host offers into the agent under `lease`. */
export function agentGateway(
  lease: LeaseName,
  ask: (question: GatewayCallRequest) => Promise<GatewayCallAnswer>,
): AgentGateway {
  return {
    async call(method, params) {
      const { machineId, generation } = lease
      const answer = await ask({
        machineId,
        generation,
        method,
        params: z.record(z.string(), z.unknown()).parse(agentMethods[method].params.parse(params)),
      })
      if (!answer.ok) throw new AgentRefusal(method, answer.code, answer.message)
      return answerSchema(method).parse(answer.payload)
    },
  }
}
