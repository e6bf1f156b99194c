'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RunsPanel } from './runs-panel'
import { type AgentId, isKnown, momentWords, type Task, wordsFor } from './task'
import { TaskForm } from './task-form'

type TaskRowPanelProps = {
  agentId: AgentId
  task: Task
  isLive: boolean
  isRemoving: boolean
  onRemove: () => void
}

export function TaskRowPanel({ agentId, task, isLive, isRemoving, onRemove }: TaskRowPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<'nothing' | 'form' | 'runs'>('nothing')
  const [problem, setProblem] = useState<string>()
  const [done, setDone] = useState<string>()
  const runNow = useMutation(api.schedule.run.mutationOptions())
  const pause = useMutation(api.schedule.pause.mutationOptions())
  const edit = useMutation(api.schedule.edit.mutationOptions())
  const about = { agentId, taskId: task.id }

  const askAgain = () =>
    Promise.all([
      queryClient.invalidateQueries(api.schedule.tasks.queryFilter({ agentId })),
      queryClient.invalidateQueries(api.schedule.runs.queryFilter(about)),
    ])
  const attempt = async (work: () => Promise<unknown>, sentence: string) => {
    setProblem(undefined)
    setDone(undefined)
    try {
      await work()
      setDone(sentence)
    } catch (error) {
      setProblem(readRefusal(error).sentence)
    }
    await askAgain()
  }
  const startNow = async () => {
    await attempt(
      () => runNow.mutateAsync(about),
      'Started. How it went will stand under “Past runs”.',
    )
    setOpen('runs')
  }
  const turnPause = () =>
    attempt(
      () => pause.mutateAsync({ ...about, isPaused: !task.isPaused }),
      task.isPaused
        ? 'It runs again by its schedule.'
        : 'Paused. It does not run until you resume it.',
    )

  return (
    <li className="grid gap-3 border-b border-line py-5 last:border-0">
      <div className="grid gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-base">
          {task.name}
          <StateBadge task={task} />
        </h3>
        {task.message !== null && (
          <p className="line-clamp-3 max-w-prose break-words text-ink-soft">{task.message}</p>
        )}
        <p className="text-sm text-ink-soft">
          {task.when}
          {task.nextRunAt !== null && `. Next: ${momentWords(task.nextRunAt)}`}
          {task.lastRunAt !== null && `. Last: ${momentWords(task.lastRunAt)}`}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {isLive && (
          <Button
            variant="outline"
            size="sm"
            isBusy={runNow.isPending}
            disabled={task.isRunning}
            onClick={() => void startNow()}
          >
            Run now
          </Button>
        )}
        {isLive && !task.isOver && (
          <Button
            variant="outline"
            size="sm"
            isBusy={pause.isPending}
            onClick={() => void turnPause()}
          >
            {task.isPaused ? 'Resume' : 'Pause'}
          </Button>
        )}
        {isLive && isKnown(task) && (
          <Button
            variant="outline"
            size="sm"
            aria-expanded={open === 'form'}
            onClick={() => setOpen(open === 'form' ? 'nothing' : 'form')}
          >
            Edit
          </Button>
        )}
        <Button
          variant="outline"
          size="sm"
          aria-expanded={open === 'runs'}
          onClick={() => setOpen(open === 'runs' ? 'nothing' : 'runs')}
        >
          Past runs
        </Button>
        {isLive && (
          <Button
            variant="danger"
            size="sm"
            isBusy={isRemoving}
            aria-label={`Delete ${task.name}`}
            onClick={onRemove}
          >
            Delete
          </Button>
        )}
      </div>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      {done !== undefined && <Alert tone="good">{done}</Alert>}
      {open === 'form' && isKnown(task) && (
        <TaskForm
          start={{ name: task.name, message: task.message, words: wordsFor(task.schedule) }}
          action="Save changes"
          onCancel={() => setOpen('nothing')}
          onSave={async (changed) => {
            await edit.mutateAsync({ ...about, ...changed, revision: task.revision })
            setOpen('nothing')
            setDone('Saved.')
            await askAgain()
          }}
        />
      )}
      {open === 'runs' && (
        <RunsPanel agentId={agentId} taskId={task.id} isRunning={task.isRunning} />
      )}
    </li>
  )
}

function StateBadge({ task }: { task: Task }) {
  if (task.isRunning) return <Badge tone="alive">Running now</Badge>
  if (task.isOver) return <Badge>Done</Badge>
  if (task.isPaused) return <Badge tone="notice">Paused</Badge>
  if (task.lastStatus === 'error') return <Badge tone="problem">Failed last time</Badge>
  return null
}
