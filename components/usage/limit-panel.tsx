'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { SetLimitInput } from '@/server/domain/usage/input'
import { inFull, readTokens } from './usage-words'

type LimitPanelProps = {
  monthlyTokens: number | null
  canSet: boolean
  onSaved: () => void
}

/** The hard limit: beyond it a call is refused before it is sent. */
export function LimitPanel({ monthlyTokens, canSet, onSaved }: LimitPanelProps) {
  const trpc = useTRPC()
  const [text, setText] = useState(monthlyTokens === null ? '' : inFull(monthlyTokens))
  const [problem, setProblem] = useState<string>()
  const save = useMutation(trpc.usage.setLimit.mutationOptions({ onSuccess: onSaved }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const tokens = readTokens(text)
    if (tokens === undefined) {
      setProblem('Enter a whole number of tokens, such as 2,000,000.')
      return
    }
    const parsed = SetLimitInput.safeParse({ monthlyTokens: tokens })
    setProblem(parsed.error?.issues[0]?.message)
    if (parsed.success) save.mutate(parsed.data)
  }
  const refused = save.isError ? readRefusal(save.error).sentence : undefined
  return (
    <section className="grid max-w-xl gap-4">
      <div className="grid gap-1">
        <h2 className="text-xl">Monthly limit</h2>
        <p className="text-ink-soft">
          When it is reached the next question is not sent to the model, and the chat says so. An
          answer that has begun is finished.
        </p>
      </div>
      {canSet ? (
        <form onSubmit={submit} className="grid gap-4" noValidate>
          <Field label="Tokens a month" error={problem ?? refused}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                placeholder="No limit"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" isBusy={save.isPending}>
              Set the limit
            </Button>
            {monthlyTokens !== null && (
              <Button
                variant="ghost"
                onClick={() => {
                  setText('')
                  setProblem(undefined)
                  save.mutate({ monthlyTokens: null })
                }}
              >
                Lift it
              </Button>
            )}
          </div>
          {save.isSuccess && (
            <Alert tone="good">
              {save.data.monthlyTokens === null
                ? 'There is no limit any more.'
                : `The limit is ${inFull(save.data.monthlyTokens)} tokens a month, from now on.`}
            </Alert>
          )}
        </form>
      ) : (
        <p>
          {monthlyTokens === null ? 'No limit is set.' : `${inFull(monthlyTokens)} tokens a month.`}{' '}
          Only the owner of the account changes it.
        </p>
      )}
    </section>
  )
}
