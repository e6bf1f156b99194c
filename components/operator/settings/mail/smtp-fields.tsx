'use client'
import type { FormErrors } from '@/components/account/form-errors'
import { Alert } from '@/components/ui/alert'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Select } from '@/components/ui/form/select'
import { smtpSecurities } from '@/server/domain/mail/input'
import type { MailDraft } from './mail'

const securityWords = {
  starttls: 'STARTTLS (usual with port 587)',
  tls: 'TLS from the start (usual with port 465)',
  none: 'None',
} as const satisfies Record<MailDraft['security'], string>

const isHere = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host.trim())

export type MailFieldsProps = {
  draft: MailDraft
  errors: FormErrors
  onChange: (changes: Partial<MailDraft>) => void
}

type SmtpFieldsProps = MailFieldsProps & { hasStored: boolean }

export function SmtpFields({ draft, errors, hasStored, onChange }: SmtpFieldsProps) {
  const isOpen = draft.security === 'none' && draft.user.trim() !== '' && !isHere(draft.host)
  const choose = (value: string) => {
    const security = smtpSecurities.find((each) => each === value)
    if (security !== undefined) onChange({ security })
  }
  return (
    <section aria-labelledby="server-title" className="grid gap-5">
      <h2 id="server-title" className="text-2xl">
        The server
      </h2>
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <Field label="Server" hint="Its name or number." error={errors['host']} isRequired>
          {(control) => (
            <Input
              {...control}
              name="host"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="smtp.example.com"
              value={draft.host}
              onChange={(event) => onChange({ host: event.target.value })}
            />
          )}
        </Field>
        <Field label="Port" error={errors['port']} isRequired>
          {(control) => (
            <Input
              {...control}
              name="port"
              inputMode="numeric"
              autoComplete="off"
              value={draft.port}
              onChange={(event) => onChange({ port: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Encryption" hint="Where it is wanted and fails, nothing is sent.">
        {(control) => (
          <Select
            {...control}
            name="security"
            value={draft.security}
            onChange={(event) => choose(event.target.value)}
          >
            {(['starttls', 'tls', 'none'] as const).map((security) => (
              <option key={security} value={security}>
                {securityWords[security]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="User" hint="Empty for a relay that asks nobody." error={errors['user']}>
          {(control) => (
            <Input
              {...control}
              name="user"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.user}
              onChange={(event) => onChange({ user: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Password"
          hint={
            hasStored
              ? 'One is stored. Leave this empty to keep it.'
              : 'Sealed before it is stored. Nobody can read it here again.'
          }
          error={errors['password']}
        >
          {(control) => (
            <Input
              {...control}
              name="password"
              type="password"
              autoComplete="off"
              value={draft.password}
              onChange={(event) => onChange({ password: event.target.value })}
            />
          )}
        </Field>
      </div>
      {isOpen && (
        <Alert tone="warn" title="The password travels readable">
          Without encryption everybody on the way to this server can read it, and every message.
        </Alert>
      )}
    </section>
  )
}

export function SenderFields({ draft, errors, onChange }: MailFieldsProps) {
  return (
    <section aria-labelledby="sender-title" className="grid gap-5">
      <h2 id="sender-title" className="text-2xl">
        The sender
      </h2>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Name"
          hint="By which people know this site."
          error={errors['senderName']}
          isRequired
        >
          {(control) => (
            <Input
              {...control}
              name="senderName"
              autoComplete="off"
              maxLength={80}
              value={draft.senderName}
              onChange={(event) => onChange({ senderName: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="E-mail address"
          hint="One that the server lets you send from."
          error={errors['senderAddress']}
          isRequired
        >
          {(control) => (
            <Input
              {...control}
              name="senderAddress"
              type="email"
              inputMode="email"
              autoComplete="off"
              value={draft.senderAddress}
              onChange={(event) => onChange({ senderAddress: event.target.value })}
            />
          )}
        </Field>
      </div>
    </section>
  )
}
