'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { errorsOf } from '@/components/account/form-errors'
import { Outcome } from '@/components/settings/outcome'
import { useSubmission } from '@/components/settings/use-submission'
import { useTRPC } from '@/components/trpc/provider'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { MailSettingsInput } from '@/server/domain/mail/input'
import { KindChoice } from './kind-choice'
import {
  draftOf,
  type MailDraft,
  type MailSettings,
  type MailView,
  mailFields,
  mailSentences,
  settingsOf,
} from './mail'
import { MailTestPanel } from './mail-test-panel'
import { ResendField } from './resend-field'
import { SenderFields, SmtpFields } from './smtp-fields'

type MailFormPanelProps = { mail: MailView; ownAddress: string }

export function MailFormPanel({ mail, ownAddress }: MailFormPanelProps) {
  const api = useTRPC()
  const cache = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(mail))
  const { form, errors, problem, saved, isBusy, show, run, clear } = useSubmission(mailFields)
  const save = useMutation(api.operator.mail.save.mutationOptions())
  const hasStored = mail.settings.kind === draft.kind && hasSecret(mail)

  const change = (changes: Partial<MailDraft>) => {
    clear()
    setDraft({ ...draft, ...changes })
  }
  /** What is in the form, if it is complete; otherwise the fields say what is missing. */
  const read = (): MailSettings | undefined => {
    const parsed = MailSettingsInput.safeParse(settingsOf(draft))
    const found = parsed.success ? {} : errorsOf(parsed.error, mailSentences)
    const needsKey = draft.kind === 'resend' && draft.apiKey.trim() === '' && !hasStored
    if (needsKey) found['apiKey'] = mailSentences.apiKey
    if (parsed.success && !needsKey) return parsed.data
    show(found)
    return undefined
  }
  const store = (settings: MailSettings, sentence: string) =>
    run(async () => {
      const next = await save.mutateAsync(settings)
      cache.setQueryData(api.operator.mail.get.queryKey(), next)
      await cache.invalidateQueries({ queryKey: api.operator.mail.outbox.queryKey() })
      // The secret is closed now; it has no business in this page any longer.
      setDraft((entered) => ({ ...entered, kind: settings.kind, password: '', apiKey: '' }))
      return sentence
    })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const settings = read()
    if (settings !== undefined) void store(settings, savedWords[settings.kind])
  }

  return (
    <form ref={form} noValidate onSubmit={submit} className="grid gap-8">
      {mail.settings.kind === 'none' && <WithoutMail />}
      <KindChoice kind={draft.kind} onChange={(kind) => change({ kind })} />
      {draft.kind === 'smtp' && (
        <SmtpFields draft={draft} errors={errors} hasStored={hasStored} onChange={change} />
      )}
      {draft.kind === 'resend' && (
        <ResendField draft={draft} errors={errors} hasStored={hasStored} onChange={change} />
      )}
      {draft.kind !== 'none' && <SenderFields draft={draft} errors={errors} onChange={change} />}
      {draft.kind !== 'none' && (
        <MailTestPanel
          about={JSON.stringify(settingsOf(draft))}
          ownAddress={ownAddress}
          readSettings={read}
        />
      )}
      <div className="grid justify-items-start gap-4">
        <Outcome saved={saved} problem={problem} />
        <div className="flex flex-wrap gap-3">
          {(mail.settings.kind !== 'none' || draft.kind !== 'none') && (
            <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
              {draft.kind === 'none' ? 'Save: send nothing' : 'Save'}
            </Button>
          )}
          {mail.settings.kind !== 'none' && draft.kind !== 'none' && (
            <Button
              variant="ghost"
              size="lg"
              onClick={() => void store({ kind: 'none' }, savedWords.none)}
            >
              Back to none
            </Button>
          )}
        </div>
        {mail.linkAddress !== null && (
          <p className="text-sm break-words text-ink-soft">
            Links in messages lead to {mail.linkAddress}, the address at which these settings were
            saved last.
          </p>
        )}
      </div>
    </form>
  )
}

const savedWords: Record<MailSettings['kind'], string> = {
  none: 'Saved. Nothing is sent any more; what still waited is given up.',
  kept: 'Saved. Messages are kept here and leave for nowhere.',
  smtp: 'Saved. Messages that wait are sent by these settings within half a minute.',
  resend: 'Saved. Messages that wait are sent by Resend within half a minute.',
}

const hasSecret = ({ settings }: MailView): boolean =>
  settings.kind === 'resend' || (settings.kind === 'smtp' && settings.hasPassword)

function WithoutMail() {
  return (
    <Alert tone="warn" title="Without mail some things do not work">
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        <li>
          Nobody can ask for a new password. You make each of them a link, on the page of their
          account.
        </li>
        <li>Newcomers get no welcome.</li>
        <li>People do not hear by mail that their password was changed.</li>
      </ul>
    </Alert>
  )
}
