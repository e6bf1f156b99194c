import { z } from 'zod'

/**
 * What makes a pool machine somebody's agent. The server renders it from the database; the host
 * applies it once per version and says which version the machine carries.
 */
export const Persona = z.object({
  /** Only grows. The host applies a version once and never goes back to an older one. */
  version: z.number().int().positive(),
  /** Markdown for the workspace's IDENTITY.md, USER.md and SOUL.md. A missing file is left as it is. */
  files: z.object({
    identity: z.string().max(32_768).optional(),
    user: z.string().max(32_768).optional(),
    soul: z.string().max(32_768).optional(),
  }),
  /** Skill keys as `skills.status` names them. Those of the catalogue that are not listed are switched off. */
  skills: z.array(z.string().max(128)).max(256),
})
export type Persona = z.infer<typeof Persona>

/** The soul that a fresh machine carries and that holds for every agent, whatever its owner writes. */
export const defaultSoul = `# Soul

Be useful, honest and brief. Say what you do not know. Never pretend to have done what you have not.
`
