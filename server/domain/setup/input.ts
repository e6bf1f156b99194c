import { z } from 'zod'
import { SignUpInput } from '../accounts/input'

export const SetupLink = z.string().min(1).max(200)

export const ProviderInput = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  model: z.string().trim().min(1).max(200),
  apiKey: z.string().trim().min(1).max(4_000),
})
export type ProviderInput = z.infer<typeof ProviderInput>

export const SetupCheckInput = z.object({ link: SetupLink })
export type SetupCheckInput = z.infer<typeof SetupCheckInput>

export const SetupCompleteInput = SignUpInput.extend({
  link: SetupLink,
  provider: ProviderInput.nullable(),
})
export type SetupCompleteInput = z.infer<typeof SetupCompleteInput>

export const TestProviderInput = z.object({ link: SetupLink, provider: ProviderInput })
export type TestProviderInput = z.infer<typeof TestProviderInput>
