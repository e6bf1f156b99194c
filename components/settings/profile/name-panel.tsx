'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { errorsOf, textOf } from '@/components/account/form-errors'
import { usePersonSentences } from '@/components/account/person-fields'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { RenameInput } from '@/server/domain/profile/input'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'

type NamePanelProps = { name: string }

export function NamePanel({ name }: NamePanelProps) {
  const api = useTRPC()
  const sentences = usePersonSentences()
  const router = useRouter()
  const { form, errors, show, run, isBusy, saved, problem } = useSubmission(['name'])
  const rename = useMutation(api.profile.rename.mutationOptions())

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const parsed = RenameInput.safeParse({ name: textOf(entered, 'name') })
    if (!parsed.success) return show(errorsOf(parsed.error, sentences))
    const isDone = await run(async () => {
      const now = await rename.mutateAsync(parsed.data)
      return `Saved. You are ${now.name} from now on.`
    })
    // The name stands in the console's frame, which the server draws.
    if (isDone) router.refresh()
  }

  return (
    <RoomPart id="name-title" title="Name">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        className="grid max-w-md gap-4"
      >
        <Field label="Your name" error={errors['name']} isRequired>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              maxLength={80}
              defaultValue={name}
            />
          )}
        </Field>
        <Outcome saved={saved} problem={problem} />
        <Button type="submit" variant="solid" isBusy={isBusy} className="justify-self-start">
          Save name
        </Button>
      </form>
    </RoomPart>
  )
}
