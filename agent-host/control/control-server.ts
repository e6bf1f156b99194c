import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { describeError, HostError } from '../core/errors'
import type { Log } from '../core/log'
import { type ControlError, type ControlName, control } from '../protocol/control'
import type { Endpoints } from './endpoints'
import type { Watch } from './watch'

/** Personas are the largest thing that is sent: three files of 32 KiB and their JSON escapes. */
const maxBodyBytes = 512 * 1024

const statusOf: Readonly<Record<string, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  machine_gone: 410,
  conflict: 409,
  pool_empty: 503,
  draining: 503,
  unavailable: 503,
  image_missing: 503,
  driver_failed: 503,
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The control API over HTTP: parse, authorise, call, answer. Nothing here decides anything. */
export class ControlServer {
  readonly #wanted: Buffer
  readonly #endpoints: Endpoints
  readonly #watch: Watch
  readonly #log: Log
  #isOpen = false

  constructor(parts: { hostKey: string; endpoints: Endpoints; watch: Watch; log: Log }) {
    this.#wanted = digest(`Bearer ${parts.hostKey}`)
    this.#endpoints = parts.endpoints
    this.#watch = parts.watch
    this.#log = parts.log
  }

  /** From here on calls are answered. Before, a machine of an earlier life would look as if it were gone. */
  open(): void {
    this.#isOpen = true
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!timingSafeEqual(digest(request.headers.authorization ?? ''), this.#wanted)) {
        throw new HostError('unauthenticated', { public: 'This address needs the host’s key.' })
      }
      const name = /^\/control\/([a-z-]{1,40})$/.exec(request.url ?? '')?.[1]
      if (!this.#isOpen) {
        throw new HostError('unavailable', {
          public: 'This server is taking up its machines again.',
        })
      }
      if (request.method === 'GET' && name === 'health') sendJson(response, 200, { ok: true })
      else if (request.method === 'GET' && name === 'watch') this.#watch.attach(response)
      else if (request.method === 'POST' && name !== undefined && isControlName(name)) {
        sendJson(response, 200, await this.#call(name, request))
      } else throw new HostError('not_found', { public: 'There is nothing at this address.' })
    } catch (error) {
      this.#refuse(request, response, error)
    }
  }

  async #call(name: ControlName, request: IncomingMessage): Promise<unknown> {
    const body = await readJson(request)
    const contract = control[name]
    const parsed = contract.request.safeParse(body)
    if (!parsed.success) {
      throw new HostError('invalid', {
        public: `This request is not valid: ${z.prettifyError(parsed.error)}`,
      })
    }
    // One lookup ties name, request and endpoint together; TypeScript cannot follow it through the union.
    const endpoint = this.#endpoints[name] as (request: unknown) => Promise<unknown>
    return contract.answer.parse(await endpoint(parsed.data))
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const expected = error instanceof HostError
    // Whoever asks while we take up our machines asks several times a second.
    const isEarly = expected && !this.#isOpen
    this.#log[isEarly ? 'debug' : expected ? 'info' : 'error'](
      { url: request.url, problem: describeError(error) },
      'control: refused',
    )
    const body: ControlError = expected
      ? { code: error.code, public: error.public, retry: error.retry }
      : { code: 'internal', public: 'agent-host failed. Its log says why.', retry: 'later' }
    if (response.headersSent) response.destroy()
    else sendJson(response, expected ? (statusOf[error.code] ?? 500) : 500, body)
  }
}

const isControlName = (name: string): name is ControlName => Object.hasOwn(control, name)

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size > maxBodyBytes)
      throw new HostError('invalid', { public: 'This request is too large.' })
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (error) {
    throw new HostError('invalid', { public: 'This request is not JSON.', cause: error })
  }
}
