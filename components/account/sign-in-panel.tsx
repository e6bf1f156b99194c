'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { focusFirstInvalid } from '@/components/ui/focus-first-invalid'
import { Input } from '@/components/ui/input'
import { SignInInput } from '@/server/domain/accounts/input'
import { signInWith } from './credentials'
import { errorsOf, type FormErrors, textOf } from './form-errors'
import { PasswordField } from './password-field'

type SignInPanelProps = {
  /** Where to go afterwards; already checked to be a path of this site. */
  next: string
}

const sentences = { email: 'Enter your e-mail address.', password: 'Enter your password.' }

export function SignInPanel({ next }: SignInPanelProps) {
  const router = useRouter()
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
      flushSync(() => setErrors(errorsOf(parsed.error, sentences)))
      if (form.current !== null) focusFirstInvalid(form.current)
      return
    }
    setErrors({})
    setIsEntering(true)
    const outcome = await signInWith(parsed.data)
    if (outcome.ok) {
      router.push(next)
      router.refresh()
      return
    }
    flushSync(() => {
      setIsEntering(false)
      setProblem(outcome.sentence)
    })
    alert.current?.focus()
  }

  return (
    <div className="grid gap-7">
      <h1 className="text-3xl">Sign in</h1>
      {problem !== undefined && (
        <Alert ref={alert} tone="problem" tabIndex={-1}>
          {problem}
        </Alert>
      )}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <Field label="E-mail address" error={errors['email']} isRequired>
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
        <PasswordField purpose="sign-in" error={errors['password']} />
        <Button type="submit" variant="primary" size="lg" isBusy={isEntering} className="mt-2">
          Sign in
        </Button>
      </form>
      <p className="text-ink-soft">
        New here?{' '}
        <Link href="/sign-up" className="font-medium text-ink underline underline-offset-4">
          Make an account
        </Link>
      </p>
    </div>
  )
}
