import { describe, expect, it } from 'vitest'
import { runningAgent } from '@/server/testing/agents'
import { standInOpenClaw } from '@/server/testing/stand-in-openclaw'
import { useWorld } from '@/server/testing/world'
import { addTask, editTask, pauseTask, removeTask, runTask } from './change-task'
import { getHeartbeat, setHeartbeat } from './heartbeat'
import { listRuns } from './list-runs'
import { listTasks } from './list-tasks'

const world = useWorld()
const weekly = { kind: 'cron' as const, expr: '0 9 * * 1', tz: 'Europe/Berlin' }
const task = { name: 'Review', message: 'Review my week.', schedule: weekly, isPaused: false }

async function planned() {
  const { agentId, actor } = await runningAgent(world)
  const claw = standInOpenClaw({ agents: { defaults: { heartbeat: { every: '1h' } } } })
  world.host.answer = claw.answer
  const ctx = world.signedIn(actor)
  return { agentId, ctx, claw, added: await addTask(ctx, { agentId, ...task }) }
}

describe('a task', () => {
  it('is told to the agent as a turn of its own that runs when it says, and stays in the list', async () => {
    const { agentId, ctx, claw, added } = await planned()
    expect(claw.jobs[0]).toMatchObject({
      schedule: { ...weekly, staggerMs: 0 },
      payload: { kind: 'agentTurn', message: 'Review my week.' },
      sessionTarget: 'isolated',
      deleteAfterRun: false,
      enabled: true,
    })
    const { tasks, isLive } = await listTasks(ctx, { agentId })
    expect(isLive).toBe(true)
    expect(tasks).toMatchObject([
      {
        id: added.id,
        ...task,
        schedule: weekly,
        when: 'At 09:00, only on Monday',
        isSystem: false,
      },
    ])
  })

  it('can be edited, paused, resumed, run at once and deleted', async () => {
    const { agentId, ctx, claw, added } = await planned()
    const about = { agentId, taskId: added.id }
    const hourly = { kind: 'every' as const, everyMs: 3_600_000 }
    const changed = { ...about, name: 'Hourly', message: 'Look.', schedule: hourly, revision: null }
    expect(await editTask(ctx, changed)).toMatchObject({ name: 'Hourly', when: 'Every hour' })
    expect(await pauseTask(ctx, { ...about, isPaused: true })).toMatchObject({ isPaused: true })
    expect(await pauseTask(ctx, { ...about, isPaused: false })).toMatchObject({ isPaused: false })
    expect(await runTask(ctx, about)).toEqual({ runId: 'run-1' })
    claw.runs = [
      { ts: 2_000, status: 'error', error: 'No model.', summary: 'x', durationMs: 5 },
      { ts: 9_000, runAtMs: 8_000, status: 'ok', summary: 'All is well.' },
    ]
    expect(await listRuns(ctx, about)).toMatchObject([
      { at: new Date(8_000), status: 'ok', words: 'All is well.' },
      { at: new Date(2_000), status: 'error', words: 'No model.', durationMs: 5 },
    ])
    await removeTask(ctx, about)
    expect(await listTasks(ctx, { agentId })).toMatchObject({ tasks: [] })
  })

  it('that was changed since it was opened is not written over', async () => {
    const { agentId, ctx, claw, added } = await planned()
    if (claw.jobs[0] !== undefined) claw.jobs[0]['configRevision'] = 'newer'
    const late = editTask(ctx, { agentId, taskId: added.id, ...task, revision: 'older' })
    await expect(late).rejects.toMatchObject({ code: 'precondition' })
  })

  it('for a moment that has passed is refused before the agent is asked', async () => {
    const { agentId, ctx, claw } = await planned()
    const schedule = { kind: 'at' as const, at: '2020-01-01T00:00:00Z' }
    const refused = addTask(ctx, { agentId, ...task, schedule })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', facts: { field: 'schedule' } })
    expect(claw.jobs).toHaveLength(1)
  })

  it('of the system is told apart, and one that happened once is over, not paused', async () => {
    const { agentId, ctx, claw } = await planned()
    const common = { enabled: false, payload: { kind: 'agentTurn', message: 'x' } }
    const every = { kind: 'every', everyMs: 1_800_000 }
    claw.jobs = [
      { ...common, id: 'a', name: 'Beat', schedule: every, payload: { kind: 'heartbeat' } },
      {
        ...common,
        id: 'b',
        name: 'Review',
        schedule: every,
        declarationKey: 'skill-collection-review:main',
      },
      {
        ...common,
        id: 'c',
        name: 'Dream',
        schedule: every,
        description: '[managed-by=memory-core.x]',
      },
      {
        ...common,
        id: 'd',
        name: 'Once',
        schedule: { kind: 'at', at: '2026-02-01T08:00:00Z' },
        state: { lastRunAtMs: 1, lastRunStatus: 'ok' },
      },
      { ...common, id: 'e', name: 'Watch', schedule: { kind: 'on-exit', command: 'x' } },
    ]
    const { tasks } = await listTasks(ctx, { agentId })
    expect(tasks.map(({ isSystem }) => isSystem)).toEqual([true, true, true, false, false])
    expect(tasks[3]).toMatchObject({ isOver: true, isPaused: false })
    expect(tasks[4]).toMatchObject({
      isPaused: true,
      schedule: null,
      when: 'When something happens',
    })
  })

  it('is shown while the agent sleeps, but cannot be changed then', async () => {
    const { agentId, ctx, added } = await planned()
    await listTasks(ctx, { agentId })
    world.host.change((snapshot) => {
      for (const machine of snapshot.machines) machine.state = 'stopped'
    })
    await world.hear()
    expect(await listTasks(ctx, { agentId })).toMatchObject({
      isLive: false,
      tasks: [{ id: added.id }],
    })
    const refused = runTask(ctx, { agentId, taskId: added.id })
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('the heartbeat', () => {
  it('is read in minutes, set, and switched off', async () => {
    const { agentId, ctx, claw } = await planned()
    expect(await getHeartbeat(ctx, { agentId })).toMatchObject({ everyMinutes: 60 })
    expect(await setHeartbeat(ctx, { agentId, everyMinutes: 30 })).toMatchObject({
      everyMinutes: 30,
    })
    expect(await setHeartbeat(ctx, { agentId, everyMinutes: 0 })).toMatchObject({ everyMinutes: 0 })
    expect(claw.config).toEqual({ agents: { defaults: { heartbeat: { every: '0m' } } } })
  })
})

describe('another account’s schedule', () => {
  it('does not exist', async () => {
    const { agentId, added, claw } = await planned()
    const ctx = world.signedIn(await world.person())
    const about = { agentId, taskId: added.id }
    const attempts = [
      () => listTasks(ctx, { agentId }),
      () => listRuns(ctx, about),
      () => addTask(ctx, { agentId, ...task }),
      () => editTask(ctx, { ...about, ...task, revision: null }),
      () => pauseTask(ctx, { ...about, isPaused: true }),
      () => removeTask(ctx, about),
      () => runTask(ctx, about),
      () => getHeartbeat(ctx, { agentId }),
      () => setHeartbeat(ctx, { agentId, everyMinutes: 0 }),
    ]
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(claw.jobs).toMatchObject([{ id: added.id, enabled: true }])
  })
})
