import { z } from 'zod'

/** More tokens in a month than any account has a use for; keeps the sum within a safe integer. */
export const mostMonthlyTokens = 1_000_000_000_000

export const SetLimitInput = z.object({
  /** Tokens, in and out together, per UTC month. Null lifts the limit. */
  monthlyTokens: z
    .number('Enter a whole number of tokens, or choose no limit.')
    .int('Enter a whole number of tokens.')
    .min(0, 'A limit cannot be below zero.')
    .max(mostMonthlyTokens, 'This is more than anybody can use. Choose no limit instead.')
    .nullable(),
})
export type SetLimitInput = z.infer<typeof SetLimitInput>
