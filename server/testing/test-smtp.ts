import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { testCertificate } from './certificate'

export interface ReceivedMail {
  from: string
  to: string[]
  email: Email
  /** As it came over the wire. */
  raw: string
}

export interface TestSmtp {
  port: number
  received: readonly ReceivedMail[]
  /** The next message to this address, or the first one that has come already. */
  mailTo(address: string, subject?: RegExp): Promise<ReceivedMail>
  close(): Promise<void>
}

/** A real SMTP server on 127.0.0.1 that keeps what it is given. `options` are the library's own. */
export async function startTestSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const received: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  const server = new SMTPServer({
    ...testCertificate,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        PostalMime.parse(raw).then((email) => {
          const from = mailFrom === false ? '' : mailFrom.address
          const to = rcptTo.map(({ address }) => address)
          received.push({ from, to, email, raw: raw.toString('utf8') })
          for (const look of waiting) look()
          done(null)
        }, done)
      })
    },
    ...options,
  })
  // A client that breaks off in the middle is what some tests are about.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    mailTo: (address, subject = /(?:)/) =>
      new Promise((resolve) => {
        const look = () => {
          const found = received.findLast(
            ({ to, email }) => to.includes(address) && subject.test(email.subject ?? ''),
          )
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
