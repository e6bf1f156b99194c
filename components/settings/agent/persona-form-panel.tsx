'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { FormErrors } from '@/components/account/form-errors'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Textarea } from '@/components/ui/form/textarea'
import { agentLimits } from '@/server/domain/agents/input'
import { maxTextLength, problemOfText } from '@/server/domain/persona/input'
import type { RouterOutputs } from '@/server/trpc/root'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'
import { AppliedLine } from './applied-line'

type Persona = RouterOutputs['persona']['get']
type PersonaFormPanelProps = { persona: Persona; isStale: boolean }

const fields = ['name', 'identity', 'user'] as const

export function PersonaFormPanel({ persona, isStale }: PersonaFormPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  // Typed into until saved; what arrives meanwhile must not overwrite it, so the draft keeps its own base.
  const [draft, setDraft] = useState(persona)
  const [base, setBase] = useState(persona)
  const { form, errors, show, run, clear, isBusy, saved, problem } = useSubmission(fields)
  const save = useMutation(api.persona.save.mutationOptions())
  const isElsewhere = base.revision !== persona.revision
  const isTouched = fields.some((field) => draft[field] !== base[field])
  const begin = (from: Persona) => {
    setDraft(from)
    setBase(from)
  }
  // With nothing typed there is nothing to lose: the newest texts are shown.
  if (isElsewhere && !isTouched) begin(persona)

  const type = (field: (typeof fields)[number], text: string) =>
    setDraft((now) => ({ ...now, [field]: text }))
  const loadAnew = () => {
    begin(persona)
    clear()
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const found = problemsOf(draft)
    if (Object.keys(found).length > 0) return show(found)
    const { agentId, name, identity, user } = draft
    const { revision } = base
    await run(async () => {
      const now = await save.mutateAsync({ agentId, name, identity, user, revision })
      queryClient.setQueryData(api.persona.get.queryKey({ agentId }), now)
      begin(now)
      return 'Saved.'
    })
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-10">
      <RoomPart id="name-title" title="Name">
        <Field label="What it is called" error={errors['name']} isRequired className="max-w-md">
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              maxLength={agentLimits.name}
              autoComplete="off"
              onChange={(event) => type('name', event.target.value)}
            />
          )}
        </Field>
      </RoomPart>
      <RoomPart
        id="identity-title"
        title="Identity"
        lead="How it is and how it speaks. Plain text or Markdown, kept as IDENTITY.md."
      >
        <TextField
          label="Identity text"
          text={draft.identity}
          error={errors['identity']}
          onChange={(text) => type('identity', text)}
        />
      </RoomPart>
      <RoomPart
        id="user-title"
        title="About you"
        lead="What it should know about you. Plain text or Markdown, kept as USER.md."
      >
        <TextField
          label="Text about you"
          text={draft.user}
          error={errors['user']}
          onChange={(text) => type('user', text)}
        />
      </RoomPart>
      <div className="sticky bottom-0 -mx-2 grid gap-3 border-t border-line bg-shore px-2 py-4">
        <Outcome saved={isTouched ? undefined : saved} problem={problem} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Save
          </Button>
          {isElsewhere && (
            <Button variant="outline" onClick={loadAnew}>
              Load what is saved now
            </Button>
          )}
          <AppliedLine isApplied={persona.isApplied} isTouched={isTouched} isStale={isStale} />
        </div>
      </div>
    </form>
  )
}

function problemsOf(draft: Persona): FormErrors {
  const found: FormErrors = {}
  if (draft.name.trim() === '') found['name'] = 'Give it a name, up to 40 characters.'
  for (const field of ['identity', 'user'] as const) {
    const sentence = problemOfText(draft[field])
    if (sentence !== null) found[field] = sentence
  }
  return found
}

type TextFieldProps = {
  label: string
  text: string
  error: string | undefined
  onChange: (text: string) => void
}

function TextField({ label, text, error, onChange }: TextFieldProps) {
  return (
    <Field
      label={label}
      isLabelHidden
      error={error}
      count={{ length: text.length, max: maxTextLength }}
    >
      {(control) => (
        <Textarea
          {...control}
          rows={8}
          spellCheck
          value={text}
          className="max-h-128 min-h-40 font-mono text-sm leading-relaxed"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
