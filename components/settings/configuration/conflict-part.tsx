'use client'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { DiffView } from '../diff-view'

type ConflictPartProps = {
  /** What was on the screen before anything was typed. */
  opened: string
  /** What the agent has now. */
  now: string
  mine: string
  isSaving: boolean
  onTakeTheirs: () => void
  onKeepMine: () => void
}

/** Nothing was written and nothing typed is lost: the person sees both changes and decides. */
export function ConflictPart({
  opened,
  now,
  mine,
  isSaving,
  onTakeTheirs,
  onKeepMine,
}: ConflictPartProps) {
  return (
    <div className="grid gap-5 rounded-lg border border-line-strong bg-surface p-4 sm:p-6">
      <Alert tone="warn" title="Changed elsewhere since you opened it">
        Nothing was saved, and your text is still in the editor. Decide which one is to count.
      </Alert>
      <div className="grid gap-2">
        <h3 className="text-base">What was changed elsewhere</h3>
        <DiffView before={opened} after={now} label="Changes made elsewhere" />
      </div>
      <div className="grid gap-2">
        <h3 className="text-base">What saving your text would change</h3>
        <DiffView before={now} after={mine} label="Changes that your text makes" />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button variant="solid" isBusy={isSaving} onClick={onKeepMine}>
          Save my text over it
        </Button>
        <Button variant="outline" onClick={onTakeTheirs}>
          Take theirs, drop mine
        </Button>
      </div>
    </div>
  )
}
