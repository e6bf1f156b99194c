import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { GatewayCallError, type GatewayConnection } from '../gateway/connection'
import type { SkillReport } from '../protocol/control'
import type { Persona } from '../protocol/persona'

const ConfigState = z.object({ hash: z.string() })
const PatchAnswer = z.object({ ok: z.literal(true), hash: z.string().optional() })

const fileNames = { identity: 'IDENTITY.md', user: 'USER.md', soul: 'SOUL.md' } as const

/** 192 random bits; long enough that guessing is not a plan. */
export const newGatewayToken = (): string => randomBytes(24).toString('base64url')

/**
 * One patch of the gateway's configuration. `knownHash` saves a read when it is still right; a stale
 * one costs one more round. Returns the new hash when the gateway tells it.
 */
export async function patchConfig(
  connection: GatewayConnection,
  patch: unknown,
  knownHash: string | undefined,
): Promise<string | undefined> {
  const raw = JSON.stringify(patch)
  if (knownHash !== undefined) {
    try {
      const done = await connection.call('config.patch', { raw, baseHash: knownHash }, PatchAnswer)
      return done.hash
    } catch (error) {
      // The gateway refuses a stale hash before it changes anything: read the present one and say it again.
      if (!(error instanceof GatewayCallError) || error.code !== 'INVALID_REQUEST') throw error
    }
  }
  const { hash } = await connection.call('config.get', {}, ConfigState)
  const done = await connection.call('config.patch', { raw, baseHash: hash }, PatchAnswer)
  return done.hash
}

/** The configuration's present hash, read ahead of time so that a lease need not wait for it. */
export async function readConfigHash(connection: GatewayConnection): Promise<string> {
  return (await connection.call('config.get', {}, ConfigState)).hash
}

/** Skill entries that differ from a blank machine's: everything that may be chosen and was not is off. */
export function skillEntries(
  chosen: readonly string[],
  catalogue: readonly SkillReport[],
): Record<string, { enabled: boolean }> {
  const wanted = new Set(chosen)
  const entries: Record<string, { enabled: boolean }> = {}
  for (const skill of catalogue) {
    if (!skill.always) entries[skill.key] = { enabled: wanted.has(skill.key) }
  }
  return entries
}

/** Writes the persona's files through the gateway, which owns the workspace once an agent may have run. */
export async function writePersonaFiles(
  connection: GatewayConnection,
  files: Persona['files'],
): Promise<void> {
  const writes = (['identity', 'user', 'soul'] as const).flatMap((kind) => {
    const content = files[kind]
    return content === undefined
      ? []
      : [
          connection.call(
            'agents.files.set',
            { agentId: 'main', name: fileNames[kind], content },
            z.unknown(),
          ),
        ]
  })
  await Promise.all(writes)
}
