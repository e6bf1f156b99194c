import { z } from 'zod'
import { LifeId, MachineId } from '../../protocol/ids'
import type { LifeName } from './life-mark'

/** What finds a life again. A life found without its note lacks what only the note knew. */
const Facts = z.object({
  pid: z.number().int(),
  startTicks: z.number().int(),
  run: z.string().default(''),
  tmp: z.string().default(''),
  socketInode: z.number().int().default(0),
  memoryMib: z.number().default(0),
})
export type LifeFacts = z.infer<typeof Facts>

export const LifeFacts = {
  parse: (facts: unknown): LifeFacts => Facts.parse(facts),

  /** The life whose cgroup has this name, or undefined for a group that is not a life's. */
  nameOfGroup(group: string): LifeName | undefined {
    const [machine, life] = group.split('/')
    const machineId = MachineId.safeParse(machine)
    const lifeId = LifeId.safeParse(life)
    if (!machineId.success || !lifeId.success) return undefined
    return { machineId: machineId.data, lifeId: lifeId.data }
  },
}
