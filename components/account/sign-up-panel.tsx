'use client'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { LocalLink } from '@/components/site/frame/local-link'
import { useTRPC } from '@/components/trpc/provider'
import { type Refusal, readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import { minPasswordLength, SignUpInput } from '@/server/domain/accounts/input'
import { signInWith } from './credentials'
import { enterConsole } from './enter-console'
import { errorsOf, type FormErrors, textOf } from './form-errors'
import { LeftOutside } from './left-outside'
import { PersonFields, usePersonSentences } from './person-fields'

type SignUpPanelProps = {
  /** Where to go afterwards; already checked to be a path of this site. */
  next: string
}

export function SignUpPanel({ next }: SignUpPanelProps) {
  const api = useTRPC()
  const t = useTranslations('doors')
  const sentences = usePersonSentences()
  const locale = useLocale()
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [problem, setProblem] = useState<string>()
  const [isEntering, setIsEntering] = useState(false)
  const [outside, setOutside] = useState<string>()
  const signUp = useMutation(api.account.signUp.mutationOptions())

  /** The server's refusals are written in English; in another language we say what their code means. */
  const translated = ({ code, field }: Pick<Refusal, 'code' | 'field'>) => {
    if (field === 'email') return code === 'conflict' ? t('check.taken') : sentences.email
    if (field === 'password') return t('check.weak')
    return code === 'rate_limited' ? t('check.tooMany') : t('refused.unreachable')
  }
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
    if (!parsed.success) return show(errorsOf(parsed.error, sentences))
    if (parsed.data.password.length < minPasswordLength) {
      return show({ password: sentences.password })
    }
    setErrors({})
    setIsEntering(true)
    try {
      await signUp.mutateAsync({ ...parsed.data, locale })
    } catch (error) {
      setIsEntering(false)
      const { code, field, sentence: said } = readRefusal(error)
      const sentence = locale === 'en' ? said : translated({ code, field })
      return field === undefined ? setProblem(sentence) : show({ [field]: sentence })
    }
    const outcome = await signInWith(parsed.data)
    if (!outcome.ok) {
      setOutside(t(`refused.${outcome.code}`))
      return
    }
    enterConsole(next)
  }

  if (outside !== undefined) return <LeftOutside done={t('made')} sentence={outside} />
  return (
    <div className="grid gap-7">
      <div className="grid gap-2">
        <h1 className="text-3xl">{t('signUp')}</h1>
        <p className="text-ink-soft">{t('signUpLead')}</p>
      </div>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <PersonFields errors={errors} />
        <Button type="submit" variant="primary" size="lg" isBusy={isEntering} className="mt-2">
          {t('makeAccount')}
        </Button>
      </form>
      <p className="text-ink-soft">
        {t('beenHere')}{' '}
        <LocalLink href="/sign-in" className="font-medium text-ink underline underline-offset-4">
          {t('signIn')}
        </LocalLink>
      </p>
    </div>
  )
}
