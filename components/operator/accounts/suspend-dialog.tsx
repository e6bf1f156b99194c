'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/operator/parts/confirm-action'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Textarea } from '@/components/ui/form/textarea'
import { longestReason } from '@/server/domain/interventions/input'

type SuspendDialogProps = { name: string; onSuspend: (reason: string) => Promise<unknown> }

export function SuspendDialog({ name, onSuspend }: SuspendDialogProps) {
  const [reason, setReason] = useState('')
  const length = reason.trim().length
  return (
    <ConfirmAction
      trigger={<Button variant="danger">Suspend</Button>}
      title={`Suspend ${name}?`}
      confirm="Suspend the account"
      isDangerous
      isReady={length > 0 && length <= longestReason}
      onConfirm={async () => {
        await onSuspend(reason.trim())
        setReason('')
      }}
    >
      <ul className="grid list-disc gap-1.5 pl-5">
        <li>
          Its agents stop within seconds, in the middle of an answer too, and open chats close.
        </li>
        <li>Nothing wakes them: no message, no schedule.</li>
        <li>Its people can sign in and read why. What is stored stays where it is.</li>
        <li>You can take it back at any time.</li>
      </ul>
      <Field
        label="Reason"
        hint="One sentence. The account’s people read it."
        count={{ length, max: longestReason }}
        isRequired
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmAction>
  )
}

type ResumeDialogProps = { name: string; onResume: () => Promise<unknown> }

export function ResumeDialog({ name, onResume }: ResumeDialogProps) {
  return (
    <ConfirmAction
      trigger={<Button>Resume</Button>}
      title={`Let ${name} go on?`}
      confirm="Resume the account"
      onConfirm={onResume}
    >
      <p>
        Its agents start again on their own storage, which takes 10 to 20 seconds, and its people
        can open the chat. If the trial is over meanwhile, it stays over.
      </p>
    </ConfirmAction>
  )
}
