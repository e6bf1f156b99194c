import { z } from 'zod'

export const DeleteAccountInput = z.object({
  /** The agent's name, or the account's own while it has no agent, typed by hand. */
  confirmation: z.string().trim().min(1).max(200),
  currentPassword: z.string().min(1).max(1_000),
})
export type DeleteAccountInput = z.infer<typeof DeleteAccountInput>
