import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endLeftovers, openProcessNotes } from './leftovers'
import { openLog } from './log-file'
import { isAlive, type ProcessIdentity } from './process-identity'
import { type ProgramSpec, Supervised } from './supervised'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rockpool-supervised-'))
})
const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()))
  rmSync(dir, { recursive: true })
})

const never = new AbortController().signal

function supervise(script: string, spec: Partial<ProgramSpec> = {}) {
  const said: string[] = []
  const processes: ProcessIdentity[] = []
  let noticed = () => {}
  const notes = openProcessNotes(join(dir, 'processes.json'))
  const log = openLog(join(dir, 'x.log'), () => undefined)
  const program = new Supervised({
    spec: {
      name: 'x',
      command: [process.execPath, '-e', script],
      cwd: dir,
      env: { NODE_ENV: 'test', PATH: process.env['PATH'] },
      stopMs: 5_000,
      hurryMs: 0,
      ...spec,
    },
    log,
    say: (line) => said.push(line),
    onProcess: (identity) => {
      notes.note('x', identity)
      if (identity !== undefined) processes.push(identity)
      noticed()
    },
  })
  endings.push(async () => {
    await program.stop(AbortSignal.abort())
    await log.close()
  })
  /** Resolves when so many processes have been started. */
  const started = (count: number) =>
    new Promise<void>((resolve) => {
      noticed = () => {
        if (processes.length >= count) resolve()
      }
      noticed()
    })
  return { program, said, processes, started, log }
}

const isGone = (identity: ProcessIdentity | undefined) =>
  identity !== undefined && !isAlive(identity)

test('a program that dies is said and started again', async () => {
  const { program, said, processes, started } = supervise('setInterval(() => {}, 1000)')
  await program.start()
  const [first] = processes
  if (first === undefined) throw new Error('no process was started')
  process.kill(first.pid, 'SIGKILL')
  await started(2)
  expect(said).toEqual(['x ended (SIGKILL); starting it again in 1 s'])
  expect(processes[1]?.pid).not.toBe(first.pid)
})

test('start waits until the program does its work', async () => {
  let asked = 0
  const { program } = supervise('setInterval(() => {}, 1000)', {
    isUp: async () => {
      asked++
      if (asked === 1) throw new Error('refused')
      return asked >= 3
    },
  })
  await program.start()
  expect(asked).toBe(3)
})

test('a first start that fails says the last words of the program', async () => {
  const { program } = supervise('console.error("no walls here"); process.exit(3)', {
    isUp: () => Promise.resolve(false),
  })
  await expect(program.start()).rejects.toThrow(/x ended at once:\nno walls here/)
})

test('a stop waits for what the program still has to do', async () => {
  const script = `
    process.on('SIGTERM', () => { require('fs').writeFileSync('done', 'yes'); process.exit(0) })
    setInterval(() => {}, 1000); console.log('ready')`
  const up = () => Promise.resolve(readFileSync(join(dir, 'x.log'), 'utf8').includes('ready'))
  const { program, processes } = supervise(script, { isUp: up })
  await program.start()
  expect(await program.stop(never)).toBe(true)
  expect(readFileSync(join(dir, 'done'), 'utf8')).toBe('yes')
  expect(isGone(processes[0])).toBe(true)
})

const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`
const readyInLog = () => Promise.resolve(readFileSync(join(dir, 'x.log'), 'utf8').includes('ready'))

test('a program that does not end is killed at its deadline, and that is not clean', async () => {
  const { program, processes } = supervise(deaf, { isUp: readyInLog, stopMs: 50 })
  await program.start()
  expect(await program.stop(never)).toBe(false)
  expect(isGone(processes[0])).toBe(true)
})

test('a hurry kills it at once', async () => {
  const { program, processes } = supervise(deaf, { isUp: readyInLog, stopMs: 600_000 })
  await program.start()
  expect(await program.stop(AbortSignal.abort())).toBe(false)
  expect(isGone(processes[0])).toBe(true)
})

test('even in a hurry it has the moment that it needs', async () => {
  const script = `
    process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100))
    setInterval(() => {}, 1000); console.log('ready')`
  const { program } = supervise(script, { isUp: readyInLog, hurryMs: 5_000 })
  await program.start()
  expect(await program.stop(AbortSignal.abort())).toBe(true)
})

test('a stop between two lives leaves no later one', async () => {
  const { program, processes, said } = supervise('process.exit(1)')
  await program.start()
  await expect.poll(() => said.length).toBe(1)
  expect(await program.stop(never)).toBe(true)
  expect(processes).toHaveLength(1)
})

test('a start after a killed one ends what that one had started', async () => {
  const { program, processes } = supervise('setInterval(() => {}, 1000)')
  await program.start()
  const said: string[] = []
  await endLeftovers(join(dir, 'processes.json'), (line) => said.push(line))
  expect(isGone(processes[0])).toBe(true)
  expect(said).toEqual(['Ending what an earlier start left running: x'])
})
