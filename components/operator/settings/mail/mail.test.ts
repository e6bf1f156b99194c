import { describe, expect, it } from 'vitest'
import { MailSettingsInput } from '@/server/domain/mail/input'
import { draftOf, settingsOf } from './mail'

const sender = { senderName: 'Tidewater', senderAddress: 'hello@tidewater.test' }
const stored = {
  linkAddress: 'https://tidewater.test',
  changedAt: new Date(0),
  settings: {
    kind: 'smtp' as const,
    ...sender,
    host: 'smtp.tidewater.test',
    port: 465,
    security: 'tls' as const,
    user: 'tide',
    hasPassword: true,
  },
}
const asked = (draft: Parameters<typeof settingsOf>[0]) =>
  MailSettingsInput.parse(settingsOf(draft))

describe('the mail form', () => {
  it('asks for what is stored, and to keep the password that it cannot show', () => {
    const { hasPassword, ...settings } = stored.settings
    expect(hasPassword).toBe(true)
    expect(asked(draftOf(stored))).toEqual({ ...settings, password: null })
  })

  it('sends a password only with somebody to sign in as', () => {
    const draft = { ...draftOf(stored), password: 'new' }
    expect(asked(draft)).toMatchObject({ password: 'new' })
    expect(asked({ ...draft, user: ' ' })).toMatchObject({ user: '', password: null })
  })

  it('keeps what was typed for one way while another is looked at', () => {
    const draft = { ...draftOf(stored), kind: 'none' as const }
    expect(asked(draft)).toEqual({ kind: 'none' })
    expect(asked({ ...draft, kind: 'smtp' })).toMatchObject({ host: 'smtp.tidewater.test' })
    const resend = { ...draft, kind: 'resend' as const, apiKey: ' re_x ' }
    expect(asked(resend)).toEqual({ kind: 'resend', ...sender, apiKey: 're_x' })
  })

  it.each(['', '0', '70000', '12.5', 'smtp'])('takes no port %j', (port) => {
    const { success } = MailSettingsInput.safeParse(settingsOf({ ...draftOf(stored), port }))
    expect(success).toBe(false)
  })
})
