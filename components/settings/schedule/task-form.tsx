'use client'
import { type FormEvent, useState } from 'react'
import type { FormErrors } from '@/components/account/form-errors'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Textarea } from '@/components/ui/form/textarea'
import { scheduleLimits } from '@/server/domain/schedule/input'
import { Outcome } from '../outcome'
import { useSubmission } from '../use-submission'
import type { Schedule } from './task'
import { useWords } from './use-words'
import { WhenPreview } from './when-preview'

type TaskDraft = { name: string; message: string; words: string }

type TaskFormProps = {
  start: TaskDraft
  /** Said above the button until the next attempt. */
  saved?: string | undefined
  action: string
  onSave: (task: { name: string; message: string; schedule: Schedule }) => Promise<void>
  onCancel?: () => void
}

const sentences = {
  name: 'Give it a short name.',
  message: 'Say what your agent is to do.',
  words: 'Say when, for example “every Monday at 9”.',
}

export function TaskForm({ start, saved, action, onSave, onCancel }: TaskFormProps) {
  const [draft, setDraft] = useState(start)
  const { form, errors, problem, isBusy, show, run } = useSubmission(['name', 'message'])
  const when = useWords(draft.words)

  const type = (field: keyof TaskDraft, text: string) =>
    setDraft((now) => ({ ...now, [field]: text }))

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const found: FormErrors = {}
    for (const field of ['name', 'message', 'words'] as const) {
      if (draft[field].trim() === '') found[field] = sentences[field]
    }
    if (Object.keys(found).length > 0) return show(found)
    let unclear: string | undefined
    await run(async () => {
      const read = await when.readNow()
      if (read.isUnderstood) {
        await onSave({ name: draft.name, message: draft.message, schedule: read.schedule })
      } else unclear = read.sentence
      return ''
    })
    if (unclear !== undefined) show({ words: unclear })
  }

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => void submit(event)}
      className="grid max-w-xl gap-4"
    >
      <Field label="Name" error={errors['name']} isRequired>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={scheduleLimits.name}
            autoComplete="off"
            onChange={(event) => type('name', event.target.value)}
          />
        )}
      </Field>
      <Field
        label="What to do"
        hint="Your agent is told this each time, in a conversation of its own."
        error={errors['message']}
        count={{ length: draft.message.length, max: scheduleLimits.message }}
        isRequired
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={draft.message}
            maxLength={scheduleLimits.message}
            onChange={(event) => type('message', event.target.value)}
          />
        )}
      </Field>
      <Field
        label="When"
        hint="“every Monday at 9”, “every 2 hours”, “tomorrow at 8”, or a cron expression."
        error={errors['words']}
        isRequired
      >
        {(control) => (
          <Input
            {...control}
            value={draft.words}
            maxLength={scheduleLimits.words}
            autoComplete="off"
            onChange={(event) => type('words', event.target.value)}
          />
        )}
      </Field>
      <WhenPreview words={draft.words} when={when} />
      <Outcome saved={saved} problem={problem} />
      <div className="flex gap-3">
        <Button type="submit" variant="solid" isBusy={isBusy}>
          {action}
        </Button>
        {onCancel !== undefined && (
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}
