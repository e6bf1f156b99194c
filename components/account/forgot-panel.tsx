'use client'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { LocalLink } from '@/components/site/frame/local-link'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { Input } from '@/components/ui/form/input'
import { AskForLinkInput } from '@/server/domain/passwords/input'
import type { RouterOutputs } from '@/server/trpc/root'
import { textOf } from './form-errors'

type ForgotPanelProps = { way: RouterOutputs['passwords']['wayBackIn'] }

export function ForgotPanel({ way }: ForgotPanelProps) {
  const t = useTranslations('doors.forgot')
  return (
    <div className="grid gap-7">
      <h1 className="text-3xl">{t('title')}</h1>
      {way.byMail ? <AskForm /> : <AskTheOperator supportEmail={way.supportEmail} />}
      <p>
        <LocalLink href="/sign-in" className="font-medium text-ink underline underline-offset-4">
          {t('back')}
        </LocalLink>
      </p>
    </div>
  )
}

function AskForm() {
  const api = useTRPC()
  const t = useTranslations('doors')
  const locale = useLocale()
  const form = useRef<HTMLFormElement>(null)
  const answer = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const ask = useMutation(api.passwords.askForLink.mutationOptions())

  const blame = (sentence: string) => {
    flushSync(() => setError(sentence))
    if (form.current !== null) focusFirstInvalid(form.current)
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const email = textOf(new FormData(event.currentTarget), 'email')
    const parsed = AskForLinkInput.safeParse({ email, locale })
    setProblem(undefined)
    setError(undefined)
    if (!parsed.success) return blame(t('check.email'))
    try {
      await ask.mutateAsync(parsed.data)
      answer.current?.focus()
    } catch (refused) {
      const { code, field } = readRefusal(refused)
      if (field === 'email') return blame(t('check.email'))
      if (code === 'rate_limited') return setProblem(t('forgot.tooMany'))
      setProblem(t(code === 'precondition' ? 'forgot.noMail' : 'refused.unreachable'))
    }
  }
  if (ask.isSuccess) {
    return (
      <Alert ref={answer} tone="good" tabIndex={-1} title={t('forgot.sentTitle')}>
        {t('forgot.sent', { email: ask.variables.email })}
      </Alert>
    )
  }
  return (
    <>
      <p className="text-ink-soft">{t('forgot.lead')}</p>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <Field label={t('email')} error={error} isRequired>
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="username"
              inputMode="email"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" isBusy={ask.isPending} className="mt-2">
          {t('forgot.send')}
        </Button>
      </form>
    </>
  )
}

function AskTheOperator({ supportEmail }: { supportEmail: string | null }) {
  const t = useTranslations('doors.forgot')
  return (
    <Alert tone="info" title={t('noMail')}>
      {supportEmail === null
        ? t('askOperator')
        : t.rich('askAt', {
            email: supportEmail,
            address: (words) => (
              <a href={`mailto:${supportEmail}`} className="font-medium underline">
                {words}
              </a>
            ),
          })}
    </Alert>
  )
}
