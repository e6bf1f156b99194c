import type { HostId, MachineId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'

/** The generation fences it: a host that has leased the machine anew since then refuses. */
export async function destroyMachine(
  ctx: Ctx,
  machine: { hostId: HostId; machineId: MachineId; generation: number },
): Promise<void> {
  await ctx.hosts.of(machine.hostId).destroy(machine.machineId, machine.generation)
}
