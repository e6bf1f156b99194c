import { createWriteStream, existsSync, renameSync, rmSync, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

const keptLogs = 3
const lastWordsMs = 500
// A program that repeats one error for a night must not fill the disk.
const maxBytes = 50 * 1024 * 1024

/** Moves the log of an earlier run aside; three are kept. */
export function rotate(path: string): void {
  rmSync(`${path}.${keptLogs}`, { force: true })
  for (let age = keptLogs - 1; age >= 1; age--) {
    if (existsSync(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`)
  }
  if (existsSync(path)) renameSync(path, `${path}.1`)
}

export interface LogFile {
  /** Copies a stream here line by line; lines worth a person's attention also go to `onAlarm`. */
  follow(stream: Readable, kind: 'output' | 'errors'): void
  /** The last errors, else the last lines, for a sentence about an unexpected end. */
  tail(): string
  /** Waits a moment for what the program said last. */
  close(): Promise<void>
}

const PinoLine = z.object({
  level: z.number(),
  msg: z.string().optional(),
  problem: z.unknown().optional(),
})
const pinoError = 50

/** What a line says when it is an error, or undefined. Programs log as pino does; plain lines come from crashes. */
export function alarmIn(line: string, isErrorStream: boolean): string | undefined {
  if (!line.startsWith('{')) return isErrorStream && line.trim() !== '' ? line : undefined
  try {
    const parsed = PinoLine.safeParse(JSON.parse(line))
    if (!parsed.success || parsed.data.level < pinoError) return undefined
    const { msg, problem } = parsed.data
    const detail = problem === undefined ? '' : `: ${JSON.stringify(problem)}`
    return `${msg ?? 'error'}${detail}`
  } catch {
    // A line cut in two by a crash is not JSON; as it is it says more than nothing.
    return line
  }
}

/** A log of one program: earlier ones are kept beside it, none grows without end. */
export function openLog(path: string, onAlarm: (sentence: string) => void): LogFile {
  let file: WriteStream
  let bytes = 0
  const recent: string[] = []
  const alarms: string[] = []
  const remember = (list: string[], line: string) => {
    list.push(line)
    if (list.length > 5) list.shift()
  }
  const open = () => {
    rotate(path)
    bytes = 0
    file = createWriteStream(path, { mode: 0o600, flags: 'a' })
    // A full disk must not end the product; the lines still reach the terminal when they are errors.
    file.on('error', (error) => onAlarm(`the log ${path} cannot be written: ${error.message}`))
  }
  open()

  const write = (line: string, isErrorStream: boolean) => {
    remember(recent, line)
    bytes += line.length + 1
    if (bytes > maxBytes) {
      file.end()
      open()
    }
    file.write(`${line}\n`)
    const alarm = alarmIn(line, isErrorStream)
    if (alarm === undefined) return
    remember(alarms, alarm)
    onAlarm(alarm)
  }

  const followed = new Set<Promise<void>>()
  return {
    follow(stream, kind) {
      const isErrorStream = kind === 'errors'
      let rest = ''
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        // A program that never ends its line is cut at 64 KiB rather than kept in memory for ever.
        rest = (lines.pop() ?? '').slice(-65_536)
        for (const line of lines) write(line, isErrorStream)
      })
      const done = new Promise<void>((resolve) => {
        stream.on('close', () => {
          if (rest !== '') write(rest, isErrorStream)
          followed.delete(done)
          resolve()
        })
      })
      followed.add(done)
    },
    tail: () => (alarms.length > 0 ? alarms : recent).join('\n'),
    async close() {
      // A grandchild may hold the stream open for as long as it likes.
      await Promise.race([Promise.all(followed), delay(lastWordsMs, undefined, { ref: false })])
      await new Promise<void>((resolve) => file.end(resolve))
    },
  }
}
