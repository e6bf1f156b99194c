import type { RouterOutputs } from '@/server/trpc/root'

export type Task = RouterOutputs['schedule']['tasks']['tasks'][number]
export type Schedule = NonNullable<Task['schedule']>
export type AgentId = NonNullable<RouterOutputs['agents']['mine']>['id']

/** A task that this page could make again, so that its deletion can be undone. */
export type KnownTask = Task & { message: string; schedule: Schedule }

export const isKnown = (task: Task): task is KnownTask =>
  task.message !== null && task.schedule !== null

const moment = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** In the browser's own zone, with the weekday: that is how people check a schedule. */
export const momentWords = (at: Date): string => moment.format(at)

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** What was typed to get a schedule is not kept; these words mean the same. */
export function wordsFor(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return schedule.expr
    case 'every': {
      const minutes = schedule.everyMs / 60_000
      if (minutes % 1_440 === 0) return `every ${minutes / 1_440} days`
      return minutes % 60 === 0 ? `every ${minutes / 60} hours` : `every ${minutes} minutes`
    }
    case 'at':
      return new Intl.DateTimeFormat('en-GB', {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      })
        .format(new Date(schedule.at))
        .replace(',', '')
  }
}
