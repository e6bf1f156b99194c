'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { errorsOf, textOf } from '@/components/account/form-errors'
import { PasswordField } from '@/components/account/password-field'
import { usePersonSentences } from '@/components/account/person-fields'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { minPasswordLength } from '@/server/domain/accounts/input'
import { ChangePasswordInput } from '@/server/domain/profile/input'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'
import { clearPasswords } from './clear-passwords'
import { endedSentence } from './session-words'

export function PasswordPanel() {
  const api = useTRPC()
  const sentences = {
    currentPassword: 'Enter your present password.',
    password: usePersonSentences().password,
  }
  const queryClient = useQueryClient()
  const { form, errors, show, run, isBusy, saved, problem } = useSubmission([
    'currentPassword',
    'password',
  ])
  const changePassword = useMutation(api.profile.changePassword.mutationOptions())

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const target = event.currentTarget
    const entered = new FormData(target)
    const parsed = ChangePasswordInput.safeParse({
      currentPassword: textOf(entered, 'currentPassword'),
      password: textOf(entered, 'password'),
    })
    if (!parsed.success) return show(errorsOf(parsed.error, sentences))
    if (parsed.data.password.length < minPasswordLength) {
      return show({ password: sentences.password })
    }
    const isDone = await run(async () => {
      const { endedSessions } = await changePassword.mutateAsync(parsed.data)
      return `Saved. Your new password counts from now on. ${endedSentence(endedSessions)}`
    })
    if (!isDone) return
    clearPasswords(target)
    await queryClient.invalidateQueries(api.profile.sessions.queryFilter())
  }

  return (
    <RoomPart
      id="password-title"
      title="Password"
      lead="A new password signs you out everywhere but here."
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        className="grid max-w-md gap-4"
      >
        <PasswordField
          purpose="sign-in"
          label="Present password"
          name="currentPassword"
          error={errors['currentPassword']}
        />
        <PasswordField
          purpose="new"
          label="New password"
          error={errors['password']}
          hint={`At least ${minPasswordLength} characters. A few words in a row are easy to keep.`}
        />
        <Outcome saved={saved} problem={problem} />
        <Button type="submit" variant="solid" isBusy={isBusy} className="justify-self-start">
          Change password
        </Button>
      </form>
    </RoomPart>
  )
}
