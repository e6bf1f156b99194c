import { RoomPart } from '../room'
import { momentWords, type Task } from './task'

type SystemTasksProps = { tasks: readonly Task[] }

export function SystemTasks({ tasks }: SystemTasksProps) {
  if (tasks.length === 0) return null
  return (
    <RoomPart
      id="system-title"
      title="Set up by OpenClaw"
      lead="Upkeep that the agent does for itself. It cannot be changed here."
    >
      <ul aria-labelledby="system-title" className="border-y border-line">
        {tasks.map((task) => (
          <li key={task.id} className="grid gap-0.5 border-b border-line py-3 last:border-0">
            <span className="font-medium">{task.name}</span>
            <span className="text-sm text-ink-soft">
              {task.when}
              {task.nextRunAt === null
                ? ', switched off'
                : `. Next: ${momentWords(task.nextRunAt)}`}
            </span>
          </li>
        ))}
      </ul>
    </RoomPart>
  )
}
