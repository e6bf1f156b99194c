import { asc, desc, eq } from 'drizzle-orm'
import type { HostSnapshot, SkillReport } from '@/agent-host/protocol/control'
import { hosts, imageSkills } from '@/drizzle/schema/hosts'
import type { HostId } from '@/server/core/ids'
import type { Reader } from '@/server/domain/database'

export interface HostFacts {
  id: HostId
  driver: string
  isolation: string[]
  manyAccounts: boolean
  image: string
  model: HostSnapshot['model']
  sealingKey: string
}

/** The host that was heard last, or undefined while none has reported. */
export async function readNewestHost(db: Reader): Promise<HostFacts | undefined> {
  const [row] = await db.select().from(hosts).orderBy(desc(hosts.seenAt)).limit(1)
  if (row === undefined) return undefined
  const { id, driver, isolation, manyAccounts, image, sealingKey } = row
  const model = { kind: row.modelKind, name: row.modelName }
  return { id, driver, isolation, manyAccounts, image, sealingKey, model }
}

/** The kinds of walls that this installation's hosts have, as each of them reported. */
export async function readDrivers(db: Reader): Promise<string[]> {
  const rows = await db.selectDistinct({ driver: hosts.driver }).from(hosts).orderBy(hosts.driver)
  return rows.map(({ driver }) => driver)
}

/** The skills of the image that new machines have, in the gateway's order; null while unknown. */
export async function readCatalogue(db: Reader): Promise<SkillReport[] | null> {
  const newestImage = db
    .select({ image: hosts.image })
    .from(hosts)
    .orderBy(desc(hosts.seenAt))
    .limit(1)
  const rows = await db
    .select()
    .from(imageSkills)
    .where(eq(imageSkills.image, newestImage))
    .orderBy(asc(imageSkills.position))
  if (rows.length === 0) return null
  return rows.map(({ key, name, description, emoji, homepage, isEligible, isAlways, missing }) => ({
    key,
    name,
    description,
    emoji,
    homepage,
    eligible: isEligible,
    always: isAlways,
    missing,
  }))
}
