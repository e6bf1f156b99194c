'use client'
import { useMutation } from '@tanstack/react-query'
import { signOut } from 'next-auth/react'
import type { FormEvent } from 'react'
import { textOf } from '@/components/account/form-errors'
import { PasswordField } from '@/components/account/password-field'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'

type DeletePanelProps = {
  /** What has to be typed: the agent's name, or the account's while there is no agent. */
  name: string
}

export function DeletePanel({ name }: DeletePanelProps) {
  const api = useTRPC()
  const { form, errors, run, show, isBusy, saved, problem } = useSubmission([
    'confirmation',
    'currentPassword',
  ])
  const deleteAccount = useMutation(api.profile.deleteAccount.mutationOptions())
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const confirmation = textOf(entered, 'confirmation')
    const currentPassword = textOf(entered, 'currentPassword')
    if (confirmation === '') return show({ confirmation: `Type “${name}”.` })
    if (currentPassword === '') return show({ currentPassword: 'Enter your present password.' })
    const isDone = await run(async () => {
      await deleteAccount.mutateAsync({ confirmation, currentPassword })
      return 'Deleted. You are being signed out.'
    })
    if (isDone) await signOut({ callbackUrl: '/' })
  }
  return (
    <RoomPart
      id="delete-title"
      title="Delete the account"
      lead="Your agent stops at once, and its machine with everything on it is destroyed: conversations, memory, files, keys. Nobody can bring it back, the operator of this site included. What stays is the line in the record that says so. Take your archive first."
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        className="grid max-w-md gap-4"
      >
        <Field label={`Type “${name}” to confirm`} error={errors['confirmation']} isRequired>
          {(control) => <Input {...control} name="confirmation" autoComplete="off" />}
        </Field>
        <PasswordField
          purpose="sign-in"
          label="Your password"
          name="currentPassword"
          error={errors['currentPassword']}
        />
        <Outcome saved={saved} problem={problem} />
        <Button type="submit" variant="danger" className="justify-self-start" isBusy={isBusy}>
          Delete everything
        </Button>
      </form>
    </RoomPart>
  )
}
