import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describeError } from '../../core/errors'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import type { Cgroups } from '../cgroup/cgroups'
import type { Life, LifeSpec, ProbeVerdict } from '../driver'
import { ProgramsMissing } from '../linux/programs'

/** A code that no shell and no wall gives by itself: it can only have come from our command inside. */
const sign = 42

/** Holds more than the limit in memory and then gives the sign, if it is still allowed to. */
const spendMemory = `head -c 300000000 /dev/zero | tail -n 1 >/dev/null && exit ${String(sign)}`
const memoryMib = 64

interface Limits {
  cgroups: Pick<Cgroups, 'support'> | undefined
  /** Why there are none; undefined when there are. */
  whyNoLimits: string | undefined
}

interface ProbeParts {
  options: { scratchDir: string; relayPath: string }
  /** Throws when the driver cannot stand here at all. */
  ground: () => Promise<Limits>
  /** What an operator can do when the walls cannot be built. */
  remedy: string
  start: (spec: LifeSpec, command: readonly string[]) => Promise<Life>
  signal: AbortSignal
}

/** Builds a whole box, runs a command in it, and spends more memory than it may have. */
export async function probeWalls(parts: ProbeParts): Promise<ProbeVerdict> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    return {
      ok: false,
      reason: `Walls need Linux on x64 or arm64; this is ${process.platform} on ${process.arch}.`,
      remedy: 'Run Rockpool on a Linux server, or in a Linux virtual machine.',
    }
  }
  let scratch: string | undefined
  try {
    const ground = await parts.ground()
    await stat(parts.options.relayPath)
    scratch = await mkdtemp(join(parts.options.scratchDir, 'probe-'))
    const end = await runOnce(parts, join(scratch, 'a'), `exit ${String(sign)}`)
    if (end.code !== sign) return refusal(`A command inside the walls ${end.reason}.`, parts.remedy)
    const spent =
      ground.cgroups === undefined
        ? undefined
        : await runOnce(parts, join(scratch, 'b'), spendMemory)
    const memory = spent !== undefined && spent.code !== sign
    const { support } = ground.cgroups ?? { support: undefined }
    return {
      ok: true,
      limits: { memory, cpu: support?.cpu === true, pids: support?.pids === true },
      notes: notesOf(ground, memory),
    }
  } catch (error) {
    return error instanceof ProgramsMissing
      ? {
          ok: false,
          reason: `A program is missing: ${error.message}.`,
          remedy: `Install it, on Debian and Ubuntu with: apt-get install ${error.packages.join(' ')}`,
        }
      : refusal(describeError(error), parts.remedy)
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true })
  }
}

async function runOnce(parts: ProbeParts, base: string, command: string) {
  const machineId = newId(MachineId, 'mch')
  const dir = {
    machineId,
    home: join(base, 'home'),
    tmp: join(base, 'tmp'),
    run: join(base, 'run'),
    image: join(base, 'image'),
  }
  for (const path of [dir.home, dir.tmp, dir.run, dir.image]) await mkdir(path, { recursive: true })
  const life = await parts.start(
    {
      machineId,
      lifeId: newId(LifeId, 'lif'),
      dir,
      args: [],
      env: { PATH: '/usr/bin:/bin' },
      limits: { memoryMib, cpuCores: 1, pids: 64 },
    },
    ['/bin/sh', '-c', command],
  )
  return life.ended
}

function notesOf(ground: Limits, memory: boolean): string[] {
  if (ground.whyNoLimits !== undefined) {
    return [`Agents have no limits on memory, processor time and processes: ${ground.whyNoLimits}.`]
  }
  return memory ? [] : ['The memory limit was set, but spending more than it was not stopped.']
}

const refusal = (words: string, remedy: string): ProbeVerdict => ({
  ok: false,
  reason: `The walls cannot be built here: ${words.replace(/\.$/, '')}.`,
  remedy,
})
