import { z } from 'zod'

export const PlanId = z.enum(['pro', 'team'])
export type PlanId = z.infer<typeof PlanId>

export const StartTrialInput = z.object({
  plan: PlanId,
  skills: z.array(z.string().min(1).max(128)).max(256),
  /** Made by the browser once per attempt to buy, not per request: that is what makes a repeat harmless. */
  idempotencyKey: z.uuid(),
})
export type StartTrialInput = z.infer<typeof StartTrialInput>
