'use client'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { minPasswordLength } from '@/server/domain/accounts/input'
import { type SignInOutcome, signInWith } from './credentials'
import { DeadLink } from './dead-link'
import { enterConsole } from './enter-console'
import { textOf } from './form-errors'
import { LeftOutside } from './left-outside'
import { PasswordField } from './password-field'

type NewPasswordFormPanelProps = { token: string; email: string }

export function NewPasswordFormPanel({ token, email }: NewPasswordFormPanelProps) {
  const api = useTRPC()
  const t = useTranslations('doors')
  const form = useRef<HTMLFormElement>(null)
  const [error, setError] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [isDead, setIsDead] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [outcome, setOutcome] = useState<SignInOutcome>()
  const set = useMutation(api.passwords.set.mutationOptions())

  const blame = (sentence: string) => {
    flushSync(() => setError(sentence))
    if (form.current !== null) focusFirstInvalid(form.current)
  }
  const refuse = (refused: unknown) => {
    setIsBusy(false)
    const { code, field } = readRefusal(refused)
    if (field === 'password') return blame(t('check.weak'))
    if (code === 'precondition') return setIsDead(true)
    setProblem(t(code === 'rate_limited' ? 'renew.tooMany' : 'refused.unreachable'))
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = textOf(new FormData(event.currentTarget), 'password')
    setProblem(undefined)
    setError(undefined)
    if (password.length < minPasswordLength) {
      return blame(t('check.password', { min: minPasswordLength }))
    }
    setIsBusy(true)
    try {
      await set.mutateAsync({ token, password })
    } catch (refused) {
      return refuse(refused)
    }
    setOutcome(await signInWith({ email, password }))
  }

  if (isDead) return <DeadLink sentence={t('renew.dead')} />
  if (outcome?.ok === false) {
    return <LeftOutside done={t('renew.done')} sentence={t(`refused.${outcome.code}`)} level={2} />
  }
  if (outcome !== undefined) return <Inside />
  return (
    <>
      <p className="text-ink-soft">{t.rich('renew.lead', { email, person: strong })}</p>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        {/* Password managers look for whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          purpose="new"
          label={t('renew.password')}
          error={error}
          hint={t('passwordHint', { min: minPasswordLength })}
        />
        <Button type="submit" variant="primary" size="lg" isBusy={isBusy} className="mt-2">
          {t('renew.save')}
        </Button>
      </form>
    </>
  )
}

const strong = (words: ReactNode) => (
  <strong className="font-semibold break-words text-ink">{words}</strong>
)

function Inside() {
  const t = useTranslations('doors.renew')
  return (
    <div className="grid justify-items-start gap-5">
      <Alert tone="good" title={t('done')} className="w-full">
        {t('inside')}
      </Alert>
      <Button variant="primary" size="lg" onClick={() => enterConsole('/chat')}>
        {t('enter')}
      </Button>
    </div>
  )
}
