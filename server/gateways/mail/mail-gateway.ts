import type { Secret } from '@/server/core/secret'

/** The way a message leaves. Where it leads is the operator's choice, a relay of their own included. */
export type MailRoute = SmtpRoute | ResendRoute

export interface SmtpRoute {
  kind: 'smtp'
  host: string
  port: number
  /** `tls`: from the first byte. `starttls`: asked for, and without it nothing is sent. */
  security: 'tls' | 'starttls' | 'none'
  /** Null for a relay that asks nobody who they are. */
  login: { user: string; password: Secret } | null
}

export interface ResendRoute {
  kind: 'resend'
  apiKey: Secret
}

export interface Mailbox {
  /** Empty when there is none. */
  name: string
  address: string
}

export interface Message {
  /** The same id is the same message: a repetition can be recognised by whoever receives it. */
  id: string
  from: Mailbox
  to: Mailbox
  subject: string
  text: string
  html: string
  at: Date
}

/**
 * What became of a message. `later`: nothing was taken, and another try can work. `refused`: no try will.
 * `uncertain`: it was handed over and the answer is missing; another try may be a second copy.
 * `sentence` is for the operator: it quotes the other side, and never a secret.
 */
export type Delivery =
  | { outcome: 'accepted'; sentence: string }
  | { outcome: 'later' | 'refused' | 'uncertain'; sentence: string }

export interface MailGateway {
  /** Never throws for what the other side does. Ends within 45 s. */
  deliver(route: MailRoute, message: Message): Promise<Delivery>
}
