import { AgentInput } from '@/server/domain/agents'
import {
  AddTaskInput,
  addTask,
  EditTaskInput,
  editTask,
  getHeartbeat,
  HeartbeatInput,
  listRuns,
  listTasks,
  PauseTaskInput,
  pauseTask,
  previewWords,
  ReadWordsInput,
  removeTask,
  runTask,
  setHeartbeat,
  TaskInput,
} from '@/server/domain/schedule'
import { router, signedIn } from '../init'

export const scheduleRouter = router({
  tasks: signedIn.input(AgentInput).query(({ ctx, input }) => listTasks(ctx, input)),
  runs: signedIn.input(TaskInput).query(({ ctx, input }) => listRuns(ctx, input)),
  preview: signedIn.input(ReadWordsInput).query(({ ctx, input }) => previewWords(ctx, input)),
  add: signedIn.input(AddTaskInput).mutation(({ ctx, input }) => addTask(ctx, input)),
  edit: signedIn.input(EditTaskInput).mutation(({ ctx, input }) => editTask(ctx, input)),
  pause: signedIn.input(PauseTaskInput).mutation(({ ctx, input }) => pauseTask(ctx, input)),
  remove: signedIn.input(TaskInput).mutation(({ ctx, input }) => removeTask(ctx, input)),
  run: signedIn.input(TaskInput).mutation(({ ctx, input }) => runTask(ctx, input)),
  heartbeat: signedIn.input(AgentInput).query(({ ctx, input }) => getHeartbeat(ctx, input)),
  setHeartbeat: signedIn
    .input(HeartbeatInput)
    .mutation(({ ctx, input }) => setHeartbeat(ctx, input)),
})
