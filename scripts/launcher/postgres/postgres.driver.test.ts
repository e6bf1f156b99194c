import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlFor from 'postgres'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../ports'
import { identify, isAlive } from '../processes/process-identity'
import { type PostgresOptions, startPostgres } from './postgres'

let dir: string

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'rockpool-postgres-')), 'postgres')
})
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }))

async function start(options: Partial<PostgresOptions> = {}) {
  const running = await startPostgres({ dir, fsync: false, ...options })
  onTestFinished(() => running.stop())
  return running
}

async function query(url: string, text: string) {
  const sql = sqlFor(url, { max: 1, onnotice: () => undefined })
  try {
    return await sql.unsafe(text)
  } finally {
    await sql.end()
  }
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** The only thing that finds a server without trusting our own notes. */
const serversOf = (path: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path)
      } catch {
        return false
      }
    })

test('rows survive a stop and a second start, and nothing is left running', async () => {
  const first = await start()
  await query(first.url, 'create table tides (height int); insert into tides values (7)')
  await first.stop()
  await first.ended
  expect(serversOf(dir)).toEqual([])
  expect(existsSync(join(dir, 'lock'))).toBe(false)

  const second = await start()
  expect(await query(second.url, 'select height from tides')).toEqual([{ height: 7 }])
})

test('only its owner may read the directory, and only the password opens it', async () => {
  const { url } = await start()
  expect(modeOf(dir)).toBe('700')
  expect(modeOf(join(dir, 'password'))).toBe('600')
  const wrong = new URL(url)
  wrong.password = 'wrong'
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('a directory in use is refused with the number of its holder', async () => {
  const running = await start()
  await expect(start()).rejects.toThrow(`in use by process ${process.pid}`)
  expect(await query(running.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a wanted port that is taken is named', async () => {
  const taken = createServer()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(start({ port })).rejects.toThrow(`Port ${port} for the database is taken.`)
})

test('a wanted port is used', async () => {
  const port = await findFreePort()
  const { url } = await start({ port })
  expect(new URL(url).port).toBe(String(port))
})

test('a pid file whose number now belongs to another program does not stop a start', async () => {
  const first = await start()
  await first.stop()
  await first.ended
  const stranger = spawn('sleep', ['600'])
  await once(stranger, 'spawn')
  onTestFinished(() => void stranger.kill('SIGKILL'))
  const now = Math.floor(Date.now() / 1000)
  writeFileSync(
    join(dir, 'cluster/postmaster.pid'),
    `${stranger.pid}\n${join(dir, 'cluster')}\n${now}\n1\n\n127.0.0.1\n\nready\n`,
  )
  const second = await start()
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(stranger.exitCode).toBeNull()
})

test('a server that outlived its starter is ended and its rows are there', async () => {
  const { url, pid, ended } = await start()
  await query(url, 'create table tides (height int); insert into tides values (3)')
  const orphan = identify(pid)
  // What a killed starter leaves: the server alive, and a lock in a dead name.
  writeFileSync(join(dir, 'lock'), JSON.stringify({ pid: 1, startTicks: 1, note: '' }))

  const second = await start()
  await ended
  expect(orphan !== undefined && isAlive(orphan)).toBe(false)
  expect(await query(second.url, 'select height from tides')).toEqual([{ height: 3 }])
})

test('a server that dies is reported', async () => {
  const { pid, ended } = await start()
  process.kill(pid, 'SIGKILL')
  await ended
  expect(identify(pid)).toBeUndefined()
})

test('a first start that was cut off leaves nothing that counts', async () => {
  mkdirSync(join(dir, 'cluster.new-1/base'), { recursive: true })
  await start()
  expect(readdirSync(dir).filter((name) => name.startsWith('cluster.new-'))).toEqual([])
})

const damages = [
  ['its file PG_VERSION is missing', 'PG_VERSION', undefined],
  ['its file global/pg_control is missing', 'global/pg_control', undefined],
  ['it was written by PostgreSQL 15', 'PG_VERSION', '15\n'],
  ['PANIC', 'global/pg_control', ''],
] as const

test.each(damages)('a broken directory is named and left alone: %s', async (why, file, text) => {
  const first = await start()
  await first.stop()
  await first.ended
  const cluster = join(dir, 'cluster')
  if (text === undefined) rmSync(join(cluster, file))
  else writeFileSync(join(cluster, file), text)
  // A server that cannot read its own records leaves its pid file behind; the next start clears it.
  const filesNow = () => readdirSync(cluster).filter((name) => name !== 'postmaster.pid')
  const before = filesNow()

  const attempt = start()
  await expect(attempt).rejects.toThrow(`The database directory ${cluster} cannot be used: `)
  await expect(attempt).rejects.toThrow(why)
  await expect(attempt).rejects.toHaveProperty(
    'remedy',
    expect.stringContaining('Nothing in it was changed or deleted.'),
  )
  expect(filesNow()).toEqual(before)
  expect(existsSync(join(dir, 'lock'))).toBe(false)
})

test('a cluster without its password file is refused, not given a new one', async () => {
  const first = await start()
  await first.stop()
  await first.ended
  rmSync(join(dir, 'password'))
  await expect(start()).rejects.toThrow('its password file')
  expect(existsSync(join(dir, 'password'))).toBe(false)
})
