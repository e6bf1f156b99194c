export { addTask, editTask, pauseTask, removeTask, runTask } from './change-task'
export { getHeartbeat, setHeartbeat } from './heartbeat'
export {
  AddTaskInput,
  EditTaskInput,
  HeartbeatInput,
  PauseTaskInput,
  ReadWordsInput,
  TaskInput,
} from './input'
export { listRuns } from './list-runs'
export { listTasks } from './list-tasks'
export { previewWords } from './preview-words'
