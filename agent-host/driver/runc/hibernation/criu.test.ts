import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCriu, firstErrorIn } from './criu'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-criu-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function saying(words: string): Promise<string> {
  const path = join(dir, 'criu')
  await writeFile(path, `#!/bin/sh\necho '${words}'\n`)
  await chmod(path, 0o755)
  return path
}

describe('looking for CRIU', () => {
  it.each(['4.2.1', '4.3', '5.0', '10.0.1'])('takes %s', async (version) => {
    const path = await saying(`Version: ${version}`)
    expect(await findCriu(path)).toEqual({ path, version })
  })

  it.each(['3.17.1', '4.1.1', '4.2'])('refuses %s and says what is needed', async (version) => {
    expect(await findCriu(await saying(`Version: ${version}`))).toEqual({
      problem: `criu ${version} is too old; 4.2.1 or later is needed`,
    })
  })

  it('refuses one that does not say what it is', async () => {
    expect(await findCriu(await saying('hello'))).toMatchObject({
      problem: expect.stringContaining('does not say') as string,
    })
  })
})

describe('what CRIU says of a failure', () => {
  it('is its first error that matters, in printable characters', async () => {
    const log = join(dir, 'dump.log')
    await writeFile(
      log,
      [
        '(00.1) Warn  (criu/x.c:1): fine',
        "(00.1) Error (criu/util.c:1534): rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted",
        '(00.2) Error (criu/sk-unix.c:351): unix: Unix socket 4711 not\u0007 found',
        '(00.3) Error (criu/cr-dump.c:1975): Dumping FAILED.',
      ].join('\n'),
    )
    expect(await firstErrorIn(log)).toBe(
      'criu (criu/sk-unix.c:351): unix: Unix socket 4711 not? found',
    )
  })

  it('is nothing where there is no log or no error in it', async () => {
    expect(await firstErrorIn(join(dir, 'missing.log'))).toBeUndefined()
    await writeFile(join(dir, 'dump.log'), 'all is well\n')
    expect(await firstErrorIn(join(dir, 'dump.log'))).toBeUndefined()
  })
})
