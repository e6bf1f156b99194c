import { type FormEvent, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { accentSentence, isColour } from './accent-words'

/** Rockpool's coral, for a picker that has nothing to show yet. */
const coral = '#ff7b61'

type AccentFormProps = {
  /** What is picked or saved; null for Rockpool's own. */
  accent: string | null
  onPick: (accent: string) => void
  onSave: (accent: string) => void
  isBusy: boolean
  isSaved: boolean
  problem: string | undefined
}

export function AccentForm({ accent, onPick, onSave, ...state }: AccentFormProps) {
  // What somebody types is not a colour until the seventh character.
  const [typed, setTyped] = useState<string>()
  const [error, setError] = useState<string>()
  const text = typed ?? accent ?? ''

  const take = (entered: string) => {
    const colour = entered.trim().toLowerCase()
    setError(undefined)
    setTyped(isColour(colour) ? undefined : entered)
    if (isColour(colour)) onPick(colour)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isColour(text)) return onSave(text)
    setError('Enter a colour as # and six digits, such as #1f6feb.')
  }
  return (
    <form noValidate onSubmit={submit} className="grid justify-items-start gap-4">
      <h2 className="text-2xl">Colour</h2>
      <Field
        label="Accent colour"
        error={error}
        hint={
          isColour(text) ? accentSentence(text) : 'For buttons, links and the light in the mark.'
        }
        className="w-full"
      >
        {(control) => (
          <div className="flex gap-2">
            <input
              type="color"
              aria-label="Colour picker"
              value={accent ?? coral}
              onChange={(event) => take(event.target.value)}
              className="h-11 w-14 shrink-0 cursor-pointer rounded-md border border-line-strong bg-raised p-1"
            />
            <Input
              {...control}
              value={text}
              onChange={(event) => take(event.target.value)}
              placeholder="#1f6feb"
              autoComplete="off"
              spellCheck={false}
              className="max-w-40 font-mono"
            />
          </div>
        )}
      </Field>
      {state.problem !== undefined && (
        <Alert tone="problem" title="The colour is not saved" className="w-full">
          {state.problem}
        </Alert>
      )}
      {state.isSaved && (
        <Alert tone="good" className="w-full">
          Saved. Every page wears this colour now.
        </Alert>
      )}
      <Button type="submit" isBusy={state.isBusy}>
        Use this colour
      </Button>
    </form>
  )
}
