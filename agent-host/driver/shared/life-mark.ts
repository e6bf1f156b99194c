import { LifeId, MachineId } from '../../protocol/ids'

/** The word on the command line or in the environment that says to which life a process belongs. */
export interface LifeName {
  machineId: MachineId
  lifeId: LifeId
}

export const markOf = ({ machineId, lifeId }: LifeName): string => `rockpool:${machineId}:${lifeId}`

export function nameInMark(word: string): LifeName | undefined {
  const [prefix, machine, life, ...rest] = word.split(':')
  if (prefix !== 'rockpool' || rest.length > 0) return undefined
  const machineId = MachineId.safeParse(machine)
  const lifeId = LifeId.safeParse(life)
  if (!machineId.success || !lifeId.success) return undefined
  return { machineId: machineId.data, lifeId: lifeId.data }
}
