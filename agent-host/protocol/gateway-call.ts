import { z } from 'zod'
import { agentMethodNames } from './agent-methods'
import { MachineId } from './ids'

/**
 * One call. The machine must be up and carry the lease that is named. One that is halted in memory goes on for it;
 * a deeper sleep is not ended.
 */
export const GatewayCallRequest = z.object({
  machineId: MachineId,
  generation: z.number().int().positive(),
  method: z.enum(agentMethodNames),
  params: z.record(z.string(), z.unknown()),
})
export type GatewayCallRequest = z.infer<typeof GatewayCallRequest>

/** The gateway's answer, or its refusal in its own code and words. */
export const GatewayCallAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), payload: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
])
export type GatewayCallAnswer = z.infer<typeof GatewayCallAnswer>
