'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/states/empty-state'
import { type AgentId, isKnown, type KnownTask, type Task } from './task'
import { TaskRowPanel } from './task-row-panel'

type TaskListPanelProps = { agentId: AgentId; tasks: readonly Task[]; isLive: boolean }

export function TaskListPanel({ agentId, tasks, isLive }: TaskListPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const [removed, setRemoved] = useState<KnownTask>()
  const [problem, setProblem] = useState<string>()
  const remove = useMutation(api.schedule.remove.mutationOptions())
  const add = useMutation(api.schedule.add.mutationOptions())

  const askAgain = () => queryClient.invalidateQueries(api.schedule.tasks.queryFilter({ agentId }))
  const attempt = async (work: () => Promise<void>) => {
    setProblem(undefined)
    try {
      await work()
    } catch (error) {
      setProblem(readRefusal(error).sentence)
    }
    await askAgain()
  }
  const takeAway = (task: Task) =>
    attempt(async () => {
      await remove.mutateAsync({ agentId, taskId: task.id })
      setRemoved(isKnown(task) ? task : undefined)
    })
  const bringBack = ({ name, message, schedule, isPaused }: KnownTask) =>
    attempt(async () => {
      await add.mutateAsync({ agentId, name, message, schedule, isPaused })
      setRemoved(undefined)
    })

  return (
    <>
      {tasks.length === 0 && removed === undefined && (
        <EmptyState seed="no tasks" level={3} title="Nothing is planned">
          Add a task below: a morning summary, a weekly check, a reminder for tomorrow.
        </EmptyState>
      )}
      {tasks.length > 0 && (
        <ul aria-labelledby="tasks-title" className="border-y border-line">
          {tasks.map((task) => (
            <TaskRowPanel
              key={task.id}
              agentId={agentId}
              task={task}
              isLive={isLive}
              isRemoving={remove.isPending && remove.variables.taskId === task.id}
              onRemove={() => void takeAway(task)}
            />
          ))}
        </ul>
      )}
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      {removed !== undefined && (
        <Alert
          tone="good"
          title={`Deleted: ${removed.name}`}
          action={
            <Button
              variant="outline"
              size="sm"
              isBusy={add.isPending}
              onClick={() => void bringBack(removed)}
            >
              Undo
            </Button>
          }
        >
          Undo brings the task back. Its list of past runs starts anew.
        </Alert>
      )}
    </>
  )
}
