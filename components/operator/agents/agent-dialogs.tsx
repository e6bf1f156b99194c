'use client'
import { ConfirmAction } from '@/components/operator/parts/confirm-action'
import { Button } from '@/components/ui/button'

type RestartDialogProps = { name: string; onRestart: () => Promise<unknown> }

export function RestartDialog({ name, onRestart }: RestartDialogProps) {
  return (
    <ConfirmAction
      trigger={<Button variant="outline">Restart</Button>}
      title={`Restart ${name}?`}
      confirm="Restart it"
      onConfirm={onRestart}
    >
      <p>
        Its machine ends and boots again on its own storage, in 10 to 20 seconds. An answer that is
        being written breaks off. Open chats stay and say that it is starting; nothing stored is
        lost.
      </p>
    </ConfirmAction>
  )
}

type ClearProblemDialogProps = { onClear: () => Promise<unknown> }

export function ClearProblemDialog({ onClear }: ClearProblemDialogProps) {
  return (
    <ConfirmAction
      trigger={
        <Button size="sm" variant="outline">
          Clear and try again
        </Button>
      }
      title="Clear the problem and try again?"
      confirm="Try again"
      onConfirm={onClear}
    >
      <p>
        The agent is started again with the machine that it has. No empty machine takes its place:
        if its own is still missing, it stops again within two minutes and says so here.
      </p>
    </ConfirmAction>
  )
}
