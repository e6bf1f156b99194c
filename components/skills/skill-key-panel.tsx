'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { SkillKeyInput } from '@/server/domain/skills/input'
import type { AgentId, Skill } from './skill'

type SkillKeyPanelProps = {
  agentId: AgentId
  skill: Skill
  /** The skill's state has changed. */
  onDone: () => void
}

/** Enters or takes away a key. It is never shown again: the field only ever takes a new one. */
export function SkillKeyPanel({ agentId, skill, onDone }: SkillKeyPanelProps) {
  const trpc = useTRPC()
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<string>()
  const save = useMutation(
    trpc.skills.setKey.mutationOptions({
      onSuccess: () => {
        setKey('')
        onDone()
      },
    }),
  )
  const error = save.isError ? readRefusal(save.error) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = SkillKeyInput.shape.apiKey.safeParse(key)
    setProblem(parsed.error?.issues[0]?.message)
    if (parsed.success) save.mutate({ agentId, skillKey: skill.key, apiKey: parsed.data })
  }
  const { enteredKey } = skill
  return (
    <section className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-xl">Its key</h2>
        <p className="text-ink-soft">
          Closed on the way so that only your agent’s server can open it. Nobody can read it back
          here, you included. The agent itself can use it, and so can whatever the agent runs.
        </p>
      </div>
      {enteredKey !== null && (
        <Alert
          tone={enteredKey.isApplied ? 'good' : 'info'}
          action={
            <Button
              variant="outline"
              size="sm"
              isBusy={save.isPending && save.variables.apiKey === null}
              onClick={() => save.mutate({ agentId, skillKey: skill.key, apiKey: null })}
            >
              Remove
            </Button>
          }
        >
          {enteredKey.isApplied
            ? 'A key is entered and your agent has it.'
            : 'A key is entered. Your agent takes it as soon as it is awake.'}
        </Alert>
      )}
      {save.isSuccess && save.variables.apiKey === null && enteredKey === null && (
        <Alert tone="good">The key is removed.</Alert>
      )}
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Field
          label={enteredKey === null ? skill.keyName : `Another ${skill.keyName ?? 'key'}`}
          error={problem ?? error?.sentence}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          className="justify-self-start"
          isBusy={save.isPending && save.variables.apiKey !== null}
        >
          Save the key
        </Button>
      </form>
    </section>
  )
}
