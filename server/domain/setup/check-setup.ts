import type { HostSnapshot } from '@/agent-host/protocol/control'
import type { Ctx } from '@/server/domain/ctx'
import { readNewestHost } from '@/server/domain/hosts'
import type { SetupCheckInput } from './input'
import { hasOperator, isLinkValid } from './setup-link'

export async function getSetupState(ctx: Ctx): Promise<{ open: boolean }> {
  return { open: !(await hasOperator(ctx.db)) }
}

export interface SetupCheck {
  valid: boolean
  /** What answers now. Null while no host has reported, and for whoever has no valid link. */
  model: HostSnapshot['model'] | null
}

export async function checkSetupLink(ctx: Ctx, input: SetupCheckInput): Promise<SetupCheck> {
  if (!(await isLinkValid(ctx, input.link))) return { valid: false, model: null }
  const host = await readNewestHost(ctx.db)
  return { valid: true, model: host?.model ?? null }
}
