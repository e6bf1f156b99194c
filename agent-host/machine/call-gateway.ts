import { z } from 'zod'
import { HostError } from '../core/errors'
import { GatewayCallError } from '../gateway/connection'
import type { GatewayCallAnswer } from '../protocol/gateway-call'
import type { GatewayHold } from './lease'

export interface GatewayQuestion {
  method: string
  params: Record<string, unknown>
  /** A call that changes something waits for its turn behind whatever else is in the gateway. */
  isWrite: boolean
}

/** Our own codes for calls that never got an answer. */
const unanswered = new Set(['CLOSED', 'TIMEOUT'])

/** The hold on a gateway that is up. Throws `unavailable` without one. */
export function runningHold(hold: GatewayHold | undefined): GatewayHold {
  if (hold !== undefined) return hold
  throw new HostError('unavailable', { public: 'The agent is not running just now.' })
}

/** Asks the gateway and hands back its answer or its refusal as they are. Throws `unavailable` without one. */
export async function callGateway(
  hold: GatewayHold | undefined,
  { method, params }: GatewayQuestion,
): Promise<GatewayCallAnswer> {
  const { connection } = runningHold(hold)
  try {
    return { ok: true, payload: await connection.call(method, params, z.unknown()) }
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error
    if (unanswered.has(error.code)) {
      throw new HostError('unavailable', { public: 'The agent did not answer.', cause: error })
    }
    return { ok: false, code: error.code, message: error.words }
  }
}
