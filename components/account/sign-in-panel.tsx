'use client'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { LocalLink } from '@/components/site/frame/local-link'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { Input } from '@/components/ui/form/input'
import { SignInInput } from '@/server/domain/accounts/input'
import { signInWith } from './credentials'
import { enterConsole } from './enter-console'
import { errorsOf, type FormErrors, textOf } from './form-errors'
import { PasswordField } from './password-field'

type SignInPanelProps = {
  /** Where to go afterwards; already checked to be a path of this site. */
  next: string
}

export function SignInPanel({ next }: SignInPanelProps) {
  const t = useTranslations('doors')
  const form = useRef<HTMLFormElement>(null)
  const alert = useRef<HTMLDivElement>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [problem, setProblem] = useState<string>()
  const [isEntering, setIsEntering] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const parsed = SignInInput.safeParse({
      email: textOf(entered, 'email'),
      password: textOf(entered, 'password'),
    })
    setProblem(undefined)
    if (!parsed.success) {
      flushSync(() =>
        setErrors(
          errorsOf(parsed.error, {
            email: t('check.enterEmail'),
            password: t('check.enterPassword'),
          }),
        ),
      )
      if (form.current !== null) focusFirstInvalid(form.current)
      return
    }
    setErrors({})
    setIsEntering(true)
    const outcome = await signInWith(parsed.data)
    if (outcome.ok) {
      enterConsole(next)
      return
    }
    flushSync(() => {
      setIsEntering(false)
      setProblem(t(`refused.${outcome.code}`))
    })
    alert.current?.focus()
  }

  return (
    <div className="grid gap-7">
      <h1 className="text-3xl">{t('signIn')}</h1>
      {problem !== undefined && (
        <Alert ref={alert} tone="problem" tabIndex={-1}>
          {problem}
        </Alert>
      )}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <Field label={t('email')} error={errors['email']} isRequired>
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
        <div className="grid gap-2">
          <PasswordField purpose="sign-in" error={errors['password']} />
          <LocalLink
            href="/forgot-password"
            className="justify-self-start rounded-sm text-sm font-medium text-ink underline underline-offset-4"
          >
            {t('forgot.title')}
          </LocalLink>
        </div>
        <Button type="submit" variant="primary" size="lg" isBusy={isEntering} className="mt-2">
          {t('signIn')}
        </Button>
      </form>
      <p className="text-ink-soft">
        {t('newHere')}{' '}
        <LocalLink href="/sign-up" className="font-medium text-ink underline underline-offset-4">
          {t('signUp')}
        </LocalLink>
      </p>
    </div>
  )
}
