import { randomUUID } from 'node:crypto'
import superjson from 'superjson'
import { z } from 'zod'

/** Somebody with a browser, less the browser: cookies, tRPC calls and a password. */
export class Visitor {
  readonly #address: string
  readonly #cookies = new Map<string, string>()

  constructor(address: string) {
    this.#address = address
  }

  /** A new account, signed in. */
  async signUp(): Promise<void> {
    const email = `bench-${randomUUID()}@example.test`
    const password = `tide ${randomUUID()}`
    await this.mutate('account.signUp', { name: 'Bench', email, password }, z.unknown())
    const { csrfToken } = z
      .object({ csrfToken: z.string() })
      .parse(await (await this.#fetch('/api/auth/csrf', {})).json())
    const form = new URLSearchParams({ csrfToken, email, password, json: 'true' })
    const answer = await this.#fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    if (answer.status >= 400) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  }

  async mutate<T>(path: string, input: unknown, output: z.ZodType<T>): Promise<T> {
    const answer = await this.#fetch(`/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(superjson.serialize(input)),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    const body = z.object({ result: z.object({ data: z.unknown() }) }).parse(JSON.parse(text))
    return output.parse(superjson.deserialize(body.result.data as never))
  }

  get origin(): string {
    return this.#address
  }

  async #fetch(path: string, about: RequestInit): Promise<Response> {
    const headers = new Headers(about.headers)
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('origin', this.#address)
    const answer = await fetch(`${this.#address}${path}`, { ...about, headers })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}
