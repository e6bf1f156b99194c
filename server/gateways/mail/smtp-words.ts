import type { Delivery, SmtpRoute } from './mail-gateway'
import { quote } from './quote'

/** The part of the library's errors that is read. */
export interface SmtpError extends Error {
  code?: string | undefined
  errno?: number | undefined
  syscall?: string | undefined
  /** The step that failed, such as `RCPT TO` or `AUTH PLAIN`; `CONN` for the connection as such. */
  command?: string | undefined
  /** The server's whole answer, and its number. */
  response?: string | undefined
  responseCode?: number | undefined
}

interface Failure {
  route: SmtpRoute
  /** True once the body was on its way. */
  wasHandedOver: boolean
}

/** What a failed delivery means, in words for the operator. */
export function smtpFailure(error: SmtpError, { route, wasHandedOver }: Failure): Delivery {
  const { login } = route
  const place = `${route.host}, port ${route.port}`
  const say = (words: string) => quote(words, login?.password ?? null, login?.user)
  const said = error.response === undefined ? '' : ` It says: ${say(error.response)}`
  const status = error.responseCode ?? 0
  const isForGood = status >= 500 && status < 600

  if (status === 0 && wasHandedOver) {
    return {
      outcome: 'uncertain',
      sentence: `${place} took the message and then gave no answer. It may have arrived.`,
    }
  }
  if (error.code === 'EAUTH') {
    const sentence =
      login === null
        ? `${place} wants a user name and a password.${said}`
        : `${place} does not accept this user name and password.${said}`
    return { outcome: 'later', sentence }
  }
  if (error.command === 'MAIL FROM') {
    return { outcome: 'later', sentence: `${place} does not accept the sender’s address.${said}` }
  }
  if (error.command === 'RCPT TO') {
    return {
      outcome: isForGood ? 'refused' : 'later',
      sentence: `${place} does not accept the recipient’s address.${said}`,
    }
  }
  if (error.command === 'DATA') {
    return {
      outcome: isForGood ? 'refused' : 'later',
      sentence: isForGood
        ? `${place} refuses the message.${said}`
        : `${place} does not take the message now.${said}`,
    }
  }
  return { outcome: 'later', sentence: connectionWords(error, route, say(error.message)) }
}

/** Nothing was said yet, or nothing that belongs to this protocol. */
function connectionWords(error: SmtpError, route: SmtpRoute, reason: string): string {
  const { host, port, security } = route
  const place = `${host}, port ${port}`
  if (error.code === 'EDNS' || error.syscall === 'getaddrinfo') {
    return `There is no server by the name ${host}. Check how it is spelt.`
  }
  if (/ECONNREFUSED/.test(reason)) return `Nothing answers at ${place}. Check the port.`
  if (error.code === 'ETIMEDOUT') {
    return `${place} does not answer in time. The port may be wrong or closed by a firewall, or it may want another kind of encryption.`
  }
  if (error.code === 'ETLS' || isCertificateTrouble(reason)) {
    return security === 'starttls'
      ? `${place} could not be spoken to with STARTTLS, so nothing was sent. (${reason})`
      : `${place} could not be spoken to with TLS, so nothing was sent. (${reason})`
  }
  if (/wrong version number|packet length too long/i.test(reason)) {
    return `${place} does not begin with TLS. Port 465 does; 587 and 25 usually want STARTTLS.`
  }
  return `The connection to ${place} failed. (${reason})`
}

const isCertificateTrouble = (reason: string): boolean =>
  /certificate|self[- ]signed|altnames|unable to verify/i.test(reason)
