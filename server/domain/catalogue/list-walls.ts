import type { Ctx } from '@/server/domain/ctx'
import { readDrivers } from '@/server/domain/hosts'

/** Open to all: which kinds of walls stand around the machines here. Empty until a host has reported. */
export async function listWalls(ctx: Ctx): Promise<{ drivers: string[] }> {
  return { drivers: await readDrivers(ctx.db) }
}
