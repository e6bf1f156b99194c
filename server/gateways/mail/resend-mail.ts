import { z } from 'zod'
import type { Delivery, Mailbox, Message, ResendRoute } from './mail-gateway'
import { quote } from './quote'

export interface ResendAccess {
  baseUrl: string
  timeoutMs: number
}

export const resendAccess: ResendAccess = {
  baseUrl: 'https://api.resend.com',
  timeoutMs: 20_000,
}

const Answer = z.object({ id: z.string().optional(), message: z.string().optional() })

/** RFC 5322: a name in quotes may hold anything but these two as they are. */
const headerOf = ({ name, address }: Mailbox): string =>
  name === '' ? address : `"${name.replaceAll(/[\p{Cc}"\\]/gu, ' ')}" <${address}>`

/**
 * One call of Resend's HTTP interface. The message's id goes along as the key of repetition: within a day
 * the same message is taken once, so whatever stays unanswered can be tried again.
 */
export async function deliverByResend(
  route: ResendRoute,
  message: Message,
  access: ResendAccess,
): Promise<Delivery> {
  let response: Response
  let text: string
  try {
    response = await fetch(new URL('/emails', access.baseUrl), {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(access.timeoutMs),
      headers: {
        authorization: `Bearer ${route.apiKey.reveal()}`,
        'content-type': 'application/json',
        'idempotency-key': message.id,
      },
      body: JSON.stringify({
        from: headerOf(message.from),
        to: [headerOf(message.to)],
        subject: message.subject,
        text: message.text,
        html: message.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      }),
    })
    text = await response.text()
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    return {
      outcome: 'later',
      sentence: isLate ? 'Resend does not answer in time.' : 'Resend cannot be reached from here.',
    }
  }
  const answer = Answer.safeParse(parseJson(text)).data ?? {}
  const said =
    answer.message === undefined ? '' : ` It says: ${quote(answer.message, route.apiKey)}`
  if (response.ok) return { outcome: 'accepted', sentence: 'Resend took the message.' }
  return failureOf(response.status, said)
}

function failureOf(status: number, said: string): Delivery {
  switch (status) {
    case 401:
      return { outcome: 'later', sentence: `Resend does not accept this key.${said}` }
    case 403:
      return { outcome: 'later', sentence: `Resend does not let this key send so.${said}` }
    case 400:
    case 422:
      return { outcome: 'refused', sentence: `Resend refuses the message.${said}` }
    default:
      return { outcome: 'later', sentence: `Resend does not take the message now.${said}` }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy in between answers with a page: the status says what we need.
    return undefined
  }
}
