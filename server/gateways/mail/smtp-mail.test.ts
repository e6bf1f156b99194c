import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { Secret } from '@/server/core/secret'
import { testCertificate } from '@/server/testing/certificate'
import { startTestSmtp, type TestSmtp } from '@/server/testing/test-smtp'
import type { Message, SmtpRoute } from './mail-gateway'
import { realMail } from './real-mail'
import { resendAccess } from './resend-mail'

const canary = 'canary-tide-kelp'
const limits = {
  connectMs: 400,
  silenceMs: 400,
  totalMs: 3_000,
  extraAuthorities: [testCertificate.cert],
}
const mail = realMail({ smtp: limits, resend: resendAccess })
const message: Message = {
  id: 'mai_00000000000000000000',
  from: { name: 'Tidewater “Agents”', address: 'hello@tidewater.test' },
  to: { name: '', address: 'kim@example.test' },
  subject: 'Grüße vom Ufer',
  text: 'Here: https://tidewater.test/new-password#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  html: '<p>Here &amp; now</p>',
  at: new Date('2026-03-01T12:00:00.000Z'),
}

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})
async function relay(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const server = await startTestSmtp(options)
  opened.push(server)
  return server
}
const routeTo = (port: number, changes: Partial<SmtpRoute> = {}): SmtpRoute => ({
  kind: 'smtp',
  host: '127.0.0.1',
  port,
  security: 'none',
  login: null,
  ...changes,
})
const login = { user: 'kim', password: new Secret(canary) }

/** A server of our own words: what it is told, it answers by `reply`. */
async function oddServer(reply: (line: string, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    reply('', socket)
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n')) if (line !== '') reply(line, socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  })
  return (server.address() as AddressInfo).port
}

describe('a message by SMTP', () => {
  it('arrives whole: sender, recipient, subject, both bodies and an id that names it', async () => {
    const server = await relay()
    expect(await mail.deliver(routeTo(server.port), message)).toMatchObject({ outcome: 'accepted' })
    const [got] = server.received
    expect(got).toMatchObject({ from: 'hello@tidewater.test', to: ['kim@example.test'] })
    expect(got?.email).toMatchObject({
      subject: message.subject,
      from: { name: message.from.name, address: message.from.address },
      messageId: '<mai_00000000000000000000@tidewater.test>',
    })
    expect(got?.email.text?.trim()).toBe(message.text)
    expect(got?.email.html?.trim()).toBe(message.html)
    expect(got?.email.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe(
      'auto-generated',
    )
  })

  it.each(['tls', 'starttls'] as const)(
    'signs in over %s, and the password crosses the wire there alone',
    async (security) => {
      const seen: [string | undefined, string | undefined, boolean][] = []
      const server = await relay({
        secure: security === 'tls',
        authOptional: false,
        onAuth({ username, password }, session, done) {
          seen.push([username, password ?? undefined, session.secure])
          done(null, { user: username ?? '' })
        },
      })
      const delivery = await mail.deliver(routeTo(server.port, { security, login }), message)
      expect(delivery).toMatchObject({ outcome: 'accepted' })
      expect(seen).toEqual([['kim', canary, true]])
      expect(server.received).toHaveLength(1)
    },
  )

  it('is not sent where STARTTLS was wanted and is not offered', async () => {
    const server = await relay({ disabledCommands: ['STARTTLS'] })
    const route = routeTo(server.port, { security: 'starttls', login })
    const delivery = await mail.deliver(route, message)
    expect(delivery).toEqual({
      outcome: 'later',
      sentence: expect.stringMatching(/STARTTLS, so nothing was sent/),
    })
    expect(server.received).toEqual([])
  })

  it('is not sent to a server whose certificate nobody vouches for', async () => {
    const server = await relay({ secure: true })
    const strict = realMail({ smtp: { ...limits, extraAuthorities: [] }, resend: resendAccess })
    const delivery = await strict.deliver(routeTo(server.port, { security: 'tls', login }), message)
    expect(delivery).toEqual({
      outcome: 'later',
      sentence: expect.stringMatching(/with TLS, so nothing was sent.*self-signed/),
    })
  })

  it('says that TLS was spoken to a port that does not speak it', async () => {
    const server = await relay()
    const delivery = await mail.deliver(routeTo(server.port, { security: 'tls' }), message)
    expect(delivery).toEqual({ outcome: 'later', sentence: expect.stringMatching(/TLS/) })
  })

  it('can be tried again after a wrong password, which stands in no sentence', async () => {
    const server = await relay({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) =>
        // As a server might that repeats what it was given.
        done(new Error(`535 no ${password} and ${Buffer.from(password ?? '').toString('base64')}`)),
    })
    const delivery = await mail.deliver(routeTo(server.port, { login }), message)
    expect(delivery).toEqual({
      outcome: 'later',
      sentence: expect.stringMatching(/does not accept this user name and password/),
    })
    expect(JSON.stringify(delivery)).not.toContain(canary)
    expect(JSON.stringify(delivery)).not.toContain(Buffer.from(canary).toString('base64'))
  })

  it('says that a relay wants a password where none is set', async () => {
    const server = await relay({ authOptional: false, allowInsecureAuth: true })
    const delivery = await mail.deliver(routeTo(server.port), message)
    expect(delivery).toMatchObject({ outcome: 'later' })
  })

  it('is refused for good with the recipient, and only for now by a full mailbox', async () => {
    const answering = (responseCode: number) =>
      relay({
        onRcptTo: (_address, _session, done) =>
          done(Object.assign(new Error('not here\r\n\u202einjected'), { responseCode })),
      })
    const forGood = await mail.deliver(routeTo((await answering(550)).port), message)
    expect(forGood).toEqual({
      outcome: 'refused',
      sentence: expect.stringMatching(/recipient’s address\. It says: 550 not here/),
    })
    expect(forGood.sentence).not.toMatch(/[\r\n\u202e]/)
    const forNow = await mail.deliver(routeTo((await answering(452)).port), message)
    expect(forNow).toMatchObject({ outcome: 'later' })
  })

  it('names a sender that the server does not take', async () => {
    const server = await relay({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error('not yours'), { responseCode: 553 })),
    })
    expect(await mail.deliver(routeTo(server.port), message)).toEqual({
      outcome: 'later',
      sentence: expect.stringMatching(/sender’s address\. It says: 553 not yours/),
    })
  })
})

describe('a server that is not there', () => {
  it('is told by what is wrong: the name, the port, or silence', async () => {
    const server = await startTestSmtp()
    await server.close()
    const closed = await mail.deliver(routeTo(server.port), message)
    expect(closed).toMatchObject({
      outcome: 'later',
      sentence: expect.stringMatching(/Nothing answers at 127/),
    })
    const nobody = routeTo(25, { host: 'no-such-host.invalid' })
    expect((await mail.deliver(nobody, message)).sentence).toMatch(/no server by the name/)
    const silent = await oddServer(() => undefined)
    const late = await mail.deliver(routeTo(silent), message)
    expect(late).toMatchObject({
      outcome: 'later',
      sentence: expect.stringMatching(/does not answer in time/),
    })
  })
})

describe('a message that was handed over', () => {
  /** Takes everything up to the body; what comes after the last dot is up to `end`. */
  const takes = (end: (socket: Socket) => void) =>
    oddServer((line, socket) => {
      if (line === '') socket.write('220 odd\r\n')
      else if (/^EHLO/.test(line)) socket.write('250 odd\r\n')
      else if (/^(MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n')
      else if (line === 'DATA') socket.write('354 go on\r\n')
      else if (line === '.') end(socket)
    })

  it('is uncertain when the answer does not come, or the line breaks', async () => {
    for (const end of [() => undefined, (socket: Socket) => void socket.destroy()]) {
      const delivery = await mail.deliver(routeTo(await takes(end)), message)
      expect(delivery).toEqual({
        outcome: 'uncertain',
        sentence: expect.stringMatching(/may have arrived/),
      })
    }
  })

  it('is refused, not uncertain, when the server says so', async () => {
    const port = await takes((socket) => void socket.write('554 spam\r\n'))
    expect(await mail.deliver(routeTo(port), message)).toEqual({
      outcome: 'refused',
      sentence: expect.stringMatching(/refuses the message\. It says: 554 spam/),
    })
  })

  it('ends in time even if the server says one thing after the other for ever', async () => {
    const port = await oddServer((line, socket) => {
      if (line !== '') return
      const chatter = setInterval(() => socket.write('220-still here\r\n'), 50)
      socket.once('close', () => clearInterval(chatter))
    })
    const patient = { ...limits, connectMs: 5_000, silenceMs: 5_000, totalMs: 500 }
    const hurried = realMail({ smtp: patient, resend: resendAccess })
    expect(await hurried.deliver(routeTo(port), message)).toMatchObject({ outcome: 'later' })
  })
})
