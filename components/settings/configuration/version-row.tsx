import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { RouterOutputs } from '@/server/trpc/root'

type Version = RouterOutputs['configuration']['versions'][number]

type VersionRowProps = {
  version: Version
  isNewest: boolean
  canRestore: boolean
  isRestoring: boolean
  onRestore: () => void
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

export function VersionRow(props: VersionRowProps) {
  const { version, isNewest, canRestore, isRestoring, onRestore } = props
  return (
    <li className="grid grid-cols-[2.5rem_minmax(0,1fr)] items-center gap-x-4 gap-y-2 border-b border-line py-3 last:border-0 sm:grid-cols-[2.5rem_minmax(0,1fr)_auto]">
      <span className="text-lg font-semibold tabular-nums">{version.version}</span>
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-center gap-2 break-words">
          {titleOf(version)}
          {!version.isApplied && <Badge tone="notice">Not applied yet</Badge>}
          {isNewest && version.isApplied && <Badge tone="alive">Newest</Badge>}
        </p>
        <p className="text-sm text-ink-soft">
          {version.byName === null ? '' : `${version.byName}, `}
          <time dateTime={version.savedAt.toISOString()}>{moment.format(version.savedAt)}</time>
        </p>
      </div>
      {canRestore && (
        <Button
          variant="outline"
          size="sm"
          className="justify-self-start max-sm:col-start-2"
          isBusy={isRestoring}
          aria-label={`Go back to version ${version.version}`}
          onClick={onRestore}
        >
          Go back to it
        </Button>
      )}
    </li>
  )
}

function titleOf({ kind, note, restoredVersion }: Version): string {
  switch (kind) {
    case 'found':
      return 'Found like this: changed elsewhere'
    case 'restored':
      return `Back to version ${restoredVersion ?? '?'}`
    case 'saved':
      return note === '' ? 'Saved' : note
  }
}
