'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { RoomPart } from '../room'
import { type AgentId, momentWords } from './task'
import { TaskForm } from './task-form'

type AddTaskPanelProps = { agentId: AgentId }

export function AddTaskPanel({ agentId }: AddTaskPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const add = useMutation(api.schedule.add.mutationOptions())
  // Counted up after each task, so that the next form is a new one.
  const [turn, setTurn] = useState(0)
  const [saved, setSaved] = useState<string>()

  return (
    <RoomPart id="add-title" title="Add a task">
      <TaskForm
        key={turn}
        start={{ name: '', message: '', words: '' }}
        saved={saved}
        action="Add task"
        onSave={async ({ name, message, schedule }) => {
          const task = await add.mutateAsync({ agentId, name, message, schedule })
          await queryClient.invalidateQueries(api.schedule.tasks.queryFilter({ agentId }))
          setSaved(
            task.nextRunAt === null
              ? `Saved: ${task.name}.`
              : `Saved: ${task.name}. It runs next on ${momentWords(task.nextRunAt)}.`,
          )
          setTurn((now) => now + 1)
        }}
      />
    </RoomPart>
  )
}
