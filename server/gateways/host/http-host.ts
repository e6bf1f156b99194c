import type { z } from 'zod'
import {
  ControlError,
  type ControlName,
  DestroyAnswer,
  HostSnapshot,
  LeaseAnswer,
  ProviderAnswer,
  ProviderTestAnswer,
} from '@/agent-host/protocol/control'
import type { HostId } from '@/agent-host/protocol/ids'
import { AppError } from '@/server/core/errors'
import type { Log } from '@/server/core/log'
import type { Secret } from '@/server/core/secret'
import type { HostGateway } from './host-gateway'
import { readLines } from './read-lines'

export interface HttpHostConfig {
  id: HostId
  url: string
  key: Secret
  log: Log
  /** How long one call may take. A host answers at once; the rest is told by the watch. */
  callTimeoutMs: number
  /** A provider's test waits for the provider. */
  testTimeoutMs: number
  /** The host sends a line every 10 s; three missing ones mean that nobody is there. */
  silenceMs: number
}

export const defaultTimeouts = { callTimeoutMs: 15_000, testTimeoutMs: 45_000, silenceMs: 35_000 }

const unreachable = (cause: unknown) =>
  new AppError('unavailable', {
    public: 'The server that runs the agents cannot be reached. Please try again in a moment.',
    cause,
  })

/** A refusal in the host's own words, before it is translated. */
class HostRefusal extends Error {
  readonly refusal: ControlError

  constructor(name: string, refusal: ControlError) {
    super(`${name}: ${refusal.code}: ${refusal.public}`)
    this.name = 'HostRefusal'
    this.refusal = refusal
  }
}

/** Unknown codes, and those that mean that we asked wrongly, stay errors of ours: a bug, 500. */
function translate(error: unknown): unknown {
  if (!(error instanceof HostRefusal)) return error
  const { code, retry } = error.refusal
  if (retry === 'never') return error
  return new AppError('unavailable', {
    public:
      'The server that runs the agents cannot do this right now. Please try again in a moment.',
    cause: error,
    facts: { phase: code },
  })
}

/** The control API over HTTP. */
export function httpHost(config: HttpHostConfig): HostGateway {
  const headers = { authorization: `Bearer ${config.key.reveal()}` }

  async function request(path: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetch(new URL(path, config.url), { ...init, redirect: 'error' })
    } catch (error) {
      throw unreachable(error)
    }
    if (response.ok) return response
    const body: unknown = await response.json().catch(() => undefined)
    const refusal = ControlError.safeParse(body)
    if (!refusal.success) throw unreachable(new Error(`${path} answered ${response.status}`))
    throw new HostRefusal(path, refusal.data)
  }

  async function call<Answer extends z.ZodType>(
    name: ControlName,
    body: unknown,
    expected: { answer: Answer; timeoutMs: number },
  ): Promise<z.output<Answer>> {
    const response = await request(`/control/${name}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(expected.timeoutMs),
    })
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw unreachable(cause)
    })
    return expected.answer.parse(answer)
  }

  const { callTimeoutMs, testTimeoutMs } = config
  return {
    async lease(terms) {
      try {
        const { machine } = await call('lease', terms, {
          answer: LeaseAnswer,
          timeoutMs: callTimeoutMs,
        })
        return { kind: 'leased', machine }
      } catch (error) {
        if (error instanceof HostRefusal && error.refusal.code === 'machine_gone') {
          return { kind: 'gone' }
        }
        throw translate(error)
      }
    },

    async destroy(machineId, generation) {
      try {
        await call(
          'destroy',
          { machineId, generation },
          { answer: DestroyAnswer, timeoutMs: callTimeoutMs },
        )
      } catch (error) {
        throw translate(error)
      }
    },

    async setProvider(provider) {
      try {
        const expected = { answer: ProviderAnswer, timeoutMs: callTimeoutMs }
        return (await call('provider', provider, expected)).model
      } catch (error) {
        throw translate(error)
      }
    },

    async testProvider(provider) {
      try {
        const expected = { answer: ProviderTestAnswer, timeoutMs: testTimeoutMs }
        return await call('provider-test', provider, expected)
      } catch (error) {
        throw translate(error)
      }
    },

    async *watch(signal) {
      const silence = new AbortController()
      const either = AbortSignal.any([signal, silence.signal])
      const tooQuiet = () => silence.abort(new Error(`no line for ${config.silenceMs} ms`))
      let timer = setTimeout(tooQuiet, config.silenceMs)
      try {
        const response = await request('/control/watch', { headers, signal: either })
        for await (const line of readLines(response)) {
          clearTimeout(timer)
          timer = setTimeout(tooQuiet, config.silenceMs)
          yield parseSnapshot(line, config.id)
        }
        throw unreachable(new Error('the watch ended'))
      } catch (error) {
        if (!signal.aborted) throw error instanceof AppError ? error : unreachable(error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function parseSnapshot(line: string, hostId: HostId): HostSnapshot {
  const snapshot = HostSnapshot.parse(JSON.parse(line))
  if (snapshot.hostId !== hostId) {
    throw new Error(`the host at this address is ${snapshot.hostId}, not ${hostId}`)
  }
  return snapshot
}
