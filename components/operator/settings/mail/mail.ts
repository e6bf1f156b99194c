import type { RouterInputs, RouterOutputs } from '@/server/trpc/root'

export type MailView = RouterOutputs['operator']['mail']['get']
export type MailSettings = RouterInputs['operator']['mail']['save']
export type Outbox = RouterOutputs['operator']['mail']['outbox']
export type MailSummary = Outbox['unsent'][number]
export type KeptLetter = RouterOutputs['operator']['mail']['read']

/** Everything the form can hold, whichever kind is chosen: going back and forth loses nothing. */
export type MailDraft = {
  kind: MailSettings['kind']
  senderName: string
  senderAddress: string
  host: string
  port: string
  security: 'tls' | 'starttls' | 'none'
  user: string
  /** Empty leaves the stored one as it is. */
  password: string
  apiKey: string
}

const emptyDraft: MailDraft = {
  kind: 'none',
  senderName: '',
  senderAddress: '',
  host: '',
  port: '587',
  security: 'starttls',
  user: '',
  password: '',
  apiKey: '',
}

export function draftOf({ settings }: MailView): MailDraft {
  const sender =
    settings.kind === 'none'
      ? {}
      : { senderName: settings.senderName, senderAddress: settings.senderAddress }
  if (settings.kind !== 'smtp') return { ...emptyDraft, ...sender, kind: settings.kind }
  const { kind, host, port, security, user } = settings
  return { ...emptyDraft, ...sender, kind, host, port: String(port), security, user }
}

/** What is asked of the server; it is checked with the server's own schema afterwards. */
export function settingsOf(draft: MailDraft): Record<string, unknown> {
  const { kind, senderName, senderAddress, host, port, security, user } = draft
  const sender = { kind, senderName, senderAddress }
  switch (kind) {
    case 'none':
      return { kind }
    case 'kept':
      return sender
    case 'resend':
      return { ...sender, apiKey: draft.apiKey.trim() === '' ? null : draft.apiKey.trim() }
    case 'smtp': {
      const password = user.trim() === '' || draft.password === '' ? null : draft.password
      return { ...sender, host, port: Number(port), security, user, password }
    }
    default:
      return kind satisfies never
  }
}

/** What is done about a field that the schema refuses. */
export const mailSentences = {
  senderName: 'Enter the name that people see as the sender.',
  senderAddress: 'Enter a whole e-mail address, such as hello@example.com.',
  host: 'Enter the name of a server, such as smtp.example.com, without http and without a port.',
  port: 'Enter a number from 1 to 65535. Usual are 587 and 465.',
  user: 'Use up to 320 characters.',
  password: 'Use up to 1,000 characters.',
  apiKey: 'Enter the key. It begins with re_.',
}
export const mailFields = Object.keys(mailSentences)
