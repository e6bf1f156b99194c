import { renameSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock'
import { DockerDriver } from '../docker'
import { baseImage } from './base-image'
import { Engine } from './engine'

let dir: string
let daemon: Server | undefined
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-engine-'))
})
afterEach(async () => {
  await new Promise((resolve) => (daemon === undefined ? resolve(0) : daemon.close(resolve)))
  daemon = undefined
  await rm(dir, { recursive: true, force: true })
})

const socket = () => join(dir, 'docker.sock')
const usual = { OSType: 'linux', SecurityOptions: ['name=seccomp,profile=default'] }

/** Answers as Docker does, with what it says of itself and of our image. */
async function pretend(about: { info?: object; image?: object }): Promise<void> {
  daemon = createServer((request, response) => {
    const path = request.url ?? ''
    const answer = path.endsWith('/info')
      ? { ...usual, ...about.info }
      : path.includes('/images/')
        ? about.image
        : 'OK'
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => daemon?.listen(socket(), resolve))
}

async function verdict(runtime?: string) {
  const driver = new DockerDriver({
    stateDir: join(dir, 'state'),
    scratchDir: dir,
    relayPath: '/nonexistent',
    usersDir: join(dir, 'users'),
    clock: systemClock,
    asRoot: true,
    socket: socket(),
    runtime,
  })
  const answer = await driver.probe(AbortSignal.timeout(10_000))
  return answer.ok ? 'ok' : answer.reason
}

describe('a Docker that cannot be used', () => {
  it('is not there', async () => {
    expect(await verdict()).toContain(`there is no Docker: ${socket()} does not exist`)
  })

  it('has gone and left its socket', async () => {
    await pretend({})
    // Whoever ends in order takes the socket's path along.
    renameSync(socket(), join(dir, 'kept'))
    await new Promise((resolve) => daemon?.close(resolve))
    daemon = undefined
    renameSync(join(dir, 'kept'), socket())
    expect(await verdict()).toContain('Docker does not run: nobody listens')
  })

  it.each(['name=rootless', 'name=userns'])('has other users: %s', async (option) => {
    await pretend({ info: { SecurityOptions: [...usual.SecurityOptions, option] } })
    expect(await verdict()).toContain('other users than the server')
  })

  it('filters no system calls', async () => {
    await pretend({ info: { SecurityOptions: [] } })
    expect(await verdict()).toContain('cannot filter system calls')
  })

  it('is for another system', async () => {
    await pretend({ info: { OSType: 'windows' } })
    expect(await verdict()).toContain('this Docker runs windows')
  })

  it('does not know the runtime that was asked for', async () => {
    await pretend({ info: { Runtimes: { runc: {}, crun: {} } } })
    expect(await verdict('runsc')).toContain('knows no runtime "runsc"; it knows runc, crun')
  })
})

describe('our image', () => {
  it('is the same on every server of an architecture', async () => {
    const [one, two] = [await baseImage('x64'), await baseImage('x64')]
    expect(one.archive.equals(two.archive)).toBe(true)
    expect(one.layer).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect((await baseImage('arm64')).layer).toBe(one.layer)
  })

  it("is used under Docker's own digest, and another of its name is refused", async () => {
    const image = await baseImage('x64')
    const layers = [image.layer]
    const seen = { Id: 'sha256:its-own', RootFS: { Layers: layers } }
    await pretend({ image: seen })
    const engine = await Engine.open(socket())
    await expect(engine.demand(image)).resolves.toBe('sha256:its-own')
    layers[0] = 'sha256:another'
    await expect(engine.demand(image)).rejects.toThrow('another image is called rockpool-box:')
  })
})
