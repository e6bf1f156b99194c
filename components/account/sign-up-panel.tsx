'use client'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { focusFirstInvalid } from '@/components/ui/focus-first-invalid'
import { minPasswordLength, SignUpInput } from '@/server/domain/accounts/input'
import { signInWith } from './credentials'
import { errorsOf, type FormErrors, textOf } from './form-errors'
import { LeftOutside } from './left-outside'
import { PersonFields, personSentences } from './person-fields'

type SignUpPanelProps = {
  /** Where to go afterwards; already checked to be a path of this site. */
  next: string
}

export function SignUpPanel({ next }: SignUpPanelProps) {
  const api = useTRPC()
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [problem, setProblem] = useState<string>()
  const [isEntering, setIsEntering] = useState(false)
  const [outside, setOutside] = useState<string>()
  const signUp = useMutation(api.account.signUp.mutationOptions())

  const show = (found: FormErrors) => {
    flushSync(() => setErrors(found))
    if (form.current !== null) focusFirstInvalid(form.current)
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    setProblem(undefined)
    const parsed = SignUpInput.safeParse({
      name: textOf(entered, 'name'),
      email: textOf(entered, 'email'),
      password: textOf(entered, 'password'),
    })
    if (!parsed.success) return show(errorsOf(parsed.error, personSentences))
    if (parsed.data.password.length < minPasswordLength) {
      return show({ password: `Use at least ${minPasswordLength} characters.` })
    }
    setErrors({})
    setIsEntering(true)
    try {
      await signUp.mutateAsync(parsed.data)
    } catch (error) {
      setIsEntering(false)
      const { field, sentence } = readRefusal(error)
      return field === undefined ? setProblem(sentence) : show({ [field]: sentence })
    }
    const outcome = await signInWith(parsed.data)
    if (!outcome.ok) {
      setOutside(outcome.sentence)
      return
    }
    router.push(next)
    router.refresh()
  }

  if (outside !== undefined) return <LeftOutside done="Your account is made" sentence={outside} />
  return (
    <div className="grid gap-7">
      <div className="grid gap-2">
        <h1 className="text-3xl">Make an account</h1>
        <p className="text-ink-soft">
          Next you choose a plan and skills, and a machine becomes your agent’s own.
        </p>
      </div>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <PersonFields errors={errors} />
        <Button type="submit" variant="primary" size="lg" isBusy={isEntering} className="mt-2">
          Make the account
        </Button>
      </form>
      <p className="text-ink-soft">
        Been here before?{' '}
        <Link href="/sign-in" className="font-medium text-ink underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </div>
  )
}
