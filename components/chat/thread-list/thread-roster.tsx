import { Plus } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/states/skeleton'
import type { ThreadId } from '../conversation/thread-id'
import { ThreadItem } from './thread-item'
import type { ThreadList, ThreadListView } from './thread-list'
import { type ThreadRow, titleWords } from './thread-row'

type ThreadRosterProps = {
  threads: ThreadList
  shownId: ThreadId
  /** Conversations in which a command waits for the person. */
  asking: ReadonlySet<ThreadId>
  onGoTo: (id: ThreadId) => void
  onNew: () => void
  onRemove: (id: ThreadId) => void
}

/** All conversations with an agent, newest first. */
export function ThreadRoster({
  threads,
  shownId,
  asking,
  onGoTo,
  onNew,
  onRemove,
}: ThreadRosterProps) {
  const view = useSyncExternalStore(threads.subscribe, threads.view, threads.view)
  return (
    <nav aria-label="Conversations" className="flex min-h-0 flex-1 flex-col gap-2 px-3 pb-3">
      <Button variant="outline" size="sm" className="justify-start" onClick={onNew}>
        <Plus aria-hidden /> New conversation
      </Button>
      {view.problem !== null && (
        <div role="alert" className="grid gap-1 px-1 text-sm text-urchin">
          <p>{view.problem}</p>
          {view.rows === null && (
            <Button
              variant="link"
              size="sm"
              className="justify-self-start"
              onClick={() => threads.retry()}
            >
              Try again
            </Button>
          )}
        </div>
      )}
      {view.rows === null ? (
        view.problem === null && <Loading />
      ) : (
        <ul className="-mx-1 grid content-start gap-0.5 overflow-y-auto px-1 pb-10">
          {rowsToShow(view.rows, shownId).map((row) => (
            <li key={row.id}>
              {view.leaving.has(row.id) ? (
                <Leaving row={row} onUndo={() => threads.restore(row.id)} />
              ) : (
                <ThreadItem
                  row={row}
                  isShown={row.id === shownId}
                  isAsking={asking.has(row.id)}
                  onGoTo={onGoTo}
                  onRename={(id, title) => void threads.rename(id, title)}
                  onRemove={onRemove}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {view.isStale && view.rows !== null && (
        <p className="px-1 text-xs text-ink-soft">As it was before the connection was lost.</p>
      )}
    </nav>
  )
}

/** A conversation begins with its first message; until then only this page knows of it. */
function rowsToShow(rows: NonNullable<ThreadListView['rows']>, shownId: ThreadId) {
  if (rows.some((row) => row.id === shownId)) return rows
  return [{ id: shownId, title: null, atMs: 0, isRunning: false }, ...rows]
}

function Leaving({ row, onUndo }: { row: ThreadRow; onUndo: () => void }) {
  return (
    <div className="grid gap-1 rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
        <p role="status" className="min-w-0 flex-1 truncate">
          Deleting “{titleWords(row)}”
        </p>
        <Button
          variant="link"
          size="sm"
          aria-label={`Undo deleting ${titleWords(row)}`}
          onClick={onUndo}
        >
          Undo
        </Button>
      </div>
      <p className="text-xs text-ink-soft">
        It goes in a few seconds. If you close this page before that, it stays.
      </p>
    </div>
  )
}

function Loading() {
  return (
    <div aria-hidden className="grid gap-3 px-2 pt-2">
      <Skeleton className="h-9" />
      <Skeleton className="h-9 w-4/5" />
      <Skeleton className="h-9 w-11/12" />
    </div>
  )
}
