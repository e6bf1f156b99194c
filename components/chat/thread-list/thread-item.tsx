import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { type MouseEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { mainThread, type ThreadId } from '../conversation/thread-id'
import { addressOf } from '../use-thread-address'
import { RenameField } from './rename-field'
import { type ThreadRow, titleWords } from './thread-row'
import { ThreadTime } from './thread-time'

type ThreadItemProps = {
  row: ThreadRow
  isShown: boolean
  /** A command of this conversation waits for the person. */
  isAsking: boolean
  onGoTo: (id: ThreadId) => void
  onRename: (id: ThreadId, title: string) => void
  onRemove: (id: ThreadId) => void
}

/** One conversation in the list: a link to it, and what can be done with it. */
export function ThreadItem({
  row,
  isShown,
  isAsking,
  onGoTo,
  onRename,
  onRemove,
}: ThreadItemProps) {
  const [isRenaming, setIsRenaming] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  const title = titleWords(row)
  if (isRenaming) {
    return (
      <RenameField
        title={row.title ?? ''}
        onDone={(next) => {
          setIsRenaming(false)
          if (next !== null && next !== row.title) onRename(row.id, next)
        }}
      />
    )
  }
  const follow = (event: MouseEvent) => {
    // A new tab or window is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onGoTo(row.id)
  }
  return (
    <div
      className={cn(
        'group/row relative flex items-center rounded-md',
        isShown ? 'bg-glass-wash' : 'hover:bg-sunken',
      )}
    >
      <a
        href={addressOf(row.id)}
        aria-current={isShown ? 'page' : undefined}
        onClick={follow}
        className="grid min-h-13 min-w-0 flex-1 content-center rounded-md py-1.5 pr-11 pl-3"
      >
        <span className={cn('truncate text-sm', isShown ? 'font-semibold' : 'font-medium')}>
          {title}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-ink-soft">
          {isAsking ? (
            <span className="font-semibold text-kelp">Waits for your answer</span>
          ) : row.isRunning ? (
            <>
              <span aria-hidden className="size-2 animate-pulse rounded-full bg-glass" />
              <span className="text-glass-ink">Answering</span>
            </>
          ) : row.atMs === 0 ? (
            'Nothing said yet'
          ) : (
            <ThreadTime atMs={row.atMs} />
          )}
        </span>
      </a>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            ref={menu}
            variant="ghost"
            size="icon-sm"
            aria-label={`More for ${title}`}
            className="absolute right-1 text-ink-soft opacity-0 transition-opacity group-hover/row:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="min-w-44">
          <DropdownMenuItem onSelect={() => setIsRenaming(true)}>
            <Pencil aria-hidden /> Rename
          </DropdownMenuItem>
          {row.id === mainThread ? (
            <p className="max-w-52 px-2.5 py-1.5 text-xs text-ink-soft">
              The first conversation stays: reminders and channels speak here.
            </p>
          ) : (
            <DropdownMenuItem onSelect={() => onRemove(row.id)}>
              <Trash2 aria-hidden /> Delete
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  )
}
