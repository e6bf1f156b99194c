import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Delivery, Mailbox, Message, SmtpRoute } from './mail-gateway'
import { quote } from './quote'
import { smtpFailure } from './smtp-words'

export interface SmtpLimits {
  /** Until the connection stands, and again until the server greets. */
  connectMs: number
  /** Of silence in between. */
  silenceMs: number
  /** Of the whole delivery. */
  totalMs: number
  /** Authorities trusted beside the system's, as PEM. */
  extraAuthorities: readonly string[]
}

// RFC 5321 allows minutes for an answer; a person who waits for a test does not, and a job is tried again.
export const smtpLimits: SmtpLimits = {
  connectMs: 10_000,
  silenceMs: 20_000,
  totalMs: 45_000,
  extraAuthorities: [],
}

const addressOf = ({ name, address }: Mailbox) => ({ name, address })

/** The whole message as it travels. Nothing in it can make us read a file or an address. */
function compose(message: Message): Promise<Buffer> {
  const domain = message.from.address.slice(message.from.address.lastIndexOf('@') + 1)
  const composer = new MailComposer({
    from: addressOf(message.from),
    to: addressOf(message.to),
    subject: message.subject,
    text: message.text,
    html: message.html,
    date: message.at,
    messageId: `<${message.id}@${domain}>`,
    // RFC 3834: nobody's holiday notice answers a machine.
    headers: { 'auto-submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** Settles with the first of: an answer, an error of the connection, the end of our patience. */
function settled<Answer>(
  connection: SMTPConnection,
  signal: AbortSignal,
  start: (done: (error?: Error | null, answer?: Answer) => void) => void,
): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const late = () => reject(Object.assign(new Error('Timeout'), { code: 'ETIMEDOUT' }))
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    connection.once('error', reject)
    start((error, answer) => {
      connection.removeListener('error', reject)
      signal.removeEventListener('abort', late)
      if (error) reject(error)
      else resolve(answer)
    })
  })
}

/**
 * One message over one connection. The connection is driven by hand, because only so it is known whether the
 * body was on its way when something broke: before that another try is safe, after it is not.
 */
export async function deliverBySmtp(
  route: SmtpRoute,
  message: Message,
  limits: SmtpLimits,
): Promise<Delivery> {
  const bytes = await compose(message)
  let wasHandedOver = false
  const body = new Readable({
    // First asked for when the server has said that it will take it.
    read() {
      wasHandedOver = true
      this.push(bytes)
      this.push(null)
    },
  })
  const connection = new SMTPConnection({
    host: route.host,
    port: route.port,
    secure: route.security === 'tls',
    requireTLS: route.security === 'starttls',
    ignoreTLS: route.security === 'none',
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
    ...(limits.extraAuthorities.length === 0 ? {} : { tls: { ca: [...limits.extraAuthorities] } }),
  })
  const signal = AbortSignal.timeout(limits.totalMs)
  try {
    await settled(connection, signal, (done) => connection.connect(done))
    const { login } = route
    if (login !== null) {
      const auth = { user: login.user, pass: login.password.reveal() }
      await settled(connection, signal, (done) => connection.login(auth, done))
    }
    const envelope = { from: message.from.address, to: message.to.address }
    const info = await settled<{ response: string }>(connection, signal, (done) =>
      connection.send(envelope, body, done),
    )
    connection.quit()
    const said = quote(info?.response ?? '', login?.password ?? null, login?.user)
    return { outcome: 'accepted', sentence: `${route.host} took the message. It says: ${said}` }
  } catch (error) {
    connection.close()
    if (!(error instanceof Error)) throw error
    return smtpFailure(error, { route, wasHandedOver })
  }
}
