'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/operator/parts/confirm-action'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { largestPool } from '@/server/domain/interventions/input'
import type { HostView } from './fleet'

type ResizeDialogProps = {
  pool: HostView['pool']
  /** Null leaves the size to the host. */
  onResize: (target: number | null) => Promise<unknown>
}

export function ResizeDialog({ pool, onResize }: ResizeDialogProps) {
  const [text, setText] = useState(String(pool.wantedTarget ?? ''))
  const target = text.trim() === '' ? null : Number(text)
  const isFine =
    target === null || (Number.isInteger(target) && target >= 0 && target <= largestPool)
  return (
    <ConfirmAction
      trigger={
        <Button size="sm" variant="outline">
          Fill or shrink
        </Button>
      }
      title="How many machines should stand ready?"
      confirm="Keep this many"
      isReady={isFine}
      onConfirm={() => onResize(target)}
    >
      <p>
        It keeps {pool.target} now. More boot one after the other; surplus ones end. Each machine
        takes about 1.8 GB of memory, and the host stops at what it has.
      </p>
      <Field
        label="Machines"
        hint="Empty leaves it to the host, which looks at its memory."
        error={isFine ? undefined : `A whole number from 0 to ${largestPool}.`}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </ConfirmAction>
  )
}
