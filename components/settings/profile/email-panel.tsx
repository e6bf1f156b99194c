'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { errorsOf, textOf } from '@/components/account/form-errors'
import { PasswordField } from '@/components/account/password-field'
import { usePersonSentences } from '@/components/account/person-fields'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { ChangeEmailInput } from '@/server/domain/profile/input'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'
import { clearPasswords } from './clear-passwords'

type EmailPanelProps = { email: string }

export function EmailPanel({ email }: EmailPanelProps) {
  const api = useTRPC()
  const sentences = {
    email: usePersonSentences().email,
    currentPassword: 'Enter your present password.',
  }
  const router = useRouter()
  const { form, errors, show, run, isBusy, saved, problem } = useSubmission([
    'email',
    'currentPassword',
  ])
  const changeEmail = useMutation(api.profile.changeEmail.mutationOptions())

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const target = event.currentTarget
    const entered = new FormData(target)
    const parsed = ChangeEmailInput.safeParse({
      email: textOf(entered, 'email'),
      currentPassword: textOf(entered, 'currentPassword'),
    })
    if (!parsed.success) return show(errorsOf(parsed.error, sentences))
    const isDone = await run(async () => {
      const now = await changeEmail.mutateAsync(parsed.data)
      return `Saved. From now on you sign in with ${now.email}.`
    })
    if (!isDone) return
    clearPasswords(target)
    router.refresh()
  }

  return (
    <RoomPart id="email-title" title="E-mail address" lead="You sign in with it.">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        className="grid max-w-md gap-4"
      >
        <Field label="E-mail address" error={errors['email']} isRequired>
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="email"
              defaultValue={email}
            />
          )}
        </Field>
        <PasswordField
          purpose="sign-in"
          label="Password, to confirm the address"
          name="currentPassword"
          error={errors['currentPassword']}
        />
        <Outcome saved={saved} problem={problem} />
        <Button type="submit" variant="solid" isBusy={isBusy} className="justify-self-start">
          Save address
        </Button>
      </form>
    </RoomPart>
  )
}
