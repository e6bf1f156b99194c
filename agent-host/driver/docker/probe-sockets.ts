import { randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import { hostFolder, inside } from '../box/layout'
import type { Life, LifeSpec } from '../driver'
import { gatewaySocketPath } from '../shared/gateway-socket'
import { doorInside } from './door'

/** Fetches a word where the model gateway listens, and says it to whoever connects. */
const script = `
const { connect, createServer } = require('node:net')
const { renameSync } = require('node:fs')
const [model, door] = process.argv.slice(1)
connect(model).once('data', (word) => {
  createServer((caller) => caller.end(word)).listen(door + '.new', () => renameSync(door + '.new', door))
})
`

/**
 * That sockets lead into a machine and out of it. Not every runtime carries them: without a setting gVisor
 * does not, and Kata never does. Throws when they do not.
 */
export async function probeSockets(about: {
  scratchDir: string
  start: (spec: LifeSpec, command: readonly string[]) => Promise<Life>
  end: (life: Life) => Promise<void>
  /** How long the machine may take. */
  signal: AbortSignal
}): Promise<void> {
  const scratch = await mkdtemp(join(about.scratchDir, 'probe-'))
  const word = randomUUID()
  const model = createServer((caller) => caller.end(word))
  try {
    const spec = await specIn(scratch)
    const path = join(spec.dir.run, 'model.sock')
    await new Promise<void>((resolve, reject) => {
      model.once('error', reject).listen(path, resolve)
    })
    await chmod(path, 0o666)
    const node = join(inside.image, basename(process.execPath))
    const door = `${doorInside(spec.lifeId)}/gateway.sock`
    const life = await about.start(spec, [node, '-e', script, `${hostFolder}/model.sock`, door])
    try {
      const heard = await text(
        connect({ path: gatewaySocketPath(spec.dir.run), signal: about.signal }),
      )
      if (heard !== word) throw new Error('another word came back through its sockets')
    } finally {
      await about.end(life)
    }
  } finally {
    await new Promise((resolve) => model.close(resolve))
    await rm(scratch, { recursive: true, force: true })
  }
}

async function specIn(base: string): Promise<LifeSpec> {
  const machineId = newId(MachineId, 'mch')
  const [home, tmp, run] = ['home', 'tmp', 'run'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [home, tmp, run]) await mkdir(path)
  return {
    machineId,
    lifeId: newId(LifeId, 'lif'),
    // Our own Node is the one program of which we know that it is there.
    dir: { machineId, home, tmp, run, image: dirname(process.execPath) },
    args: [],
    env: { PATH: '/usr/bin:/bin' },
    limits: { memoryMib: 256, cpuCores: 1, pids: 64 },
  }
}
