import type { SkillReport } from '@/agent-host/protocol/control'
import type { Ctx } from '@/server/domain/ctx'
import { readCatalogue } from '@/server/domain/hosts'

/** Open to all. Null while no machine has reported: the truth before the first boot. */
export async function listSkills(ctx: Ctx): Promise<{ skills: SkillReport[] | null }> {
  return { skills: await readCatalogue(ctx.db) }
}
