import { z } from 'zod'

/**
 * What the server may ask of a running agent's gateway on its owner's behalf: the gateway's own methods, with
 * the parts of their answers that are read. Everything else is refused by the host, and nothing here answers
 * with a secret: the gateway hides those of its configuration itself. Each has a contract test against the
 * pinned gateway; what a newer one adds passes unseen, what it drops fails loudly.
 */

const Missing = z.object({
  bins: z.array(z.string()).default([]),
  anyBins: z.array(z.string()).default([]),
  env: z.array(z.string()).default([]),
  config: z.array(z.string()).default([]),
  os: z.array(z.string()).default([]),
})

export const SkillStatus = z.object({
  skillKey: z.string(),
  name: z.string(),
  description: z.string(),
  emoji: z.string().nullish(),
  homepage: z.string().nullish(),
  source: z.string().nullish(),
  always: z.boolean().default(false),
  disabled: z.boolean().default(false),
  /** Nothing is missing: the agent can use it once it is enabled. */
  eligible: z.boolean(),
  /** The variable that an entered key fills, when the skill wants one. */
  primaryEnv: z.string().nullish(),
  requirements: Missing,
  missing: Missing,
})
export type SkillStatus = z.infer<typeof SkillStatus>

const ConfigSnapshot = z.object({
  /** Names this very state of the configuration; a patch has to show it. */
  hash: z.string(),
  /** Secrets stand in it as the gateway's own placeholder. */
  config: z.record(z.string(), z.unknown()),
  /** The same without the defaults that the gateway fills in: what somebody wrote. */
  parsed: z.record(z.string(), z.unknown()).optional(),
})

const Schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('at'), at: z.union([z.string(), z.number()]) }).loose(),
  z
    .object({ kind: z.literal('every'), everyMs: z.number(), anchorMs: z.number().optional() })
    .loose(),
  z.object({ kind: z.literal('cron'), expr: z.string(), tz: z.string().optional() }).loose(),
])

export const CronJob = z
  .object({
    id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    schedule: z.union([Schedule, z.object({ kind: z.string() }).loose()]),
    payload: z.object({ kind: z.string(), message: z.string().optional() }).loose(),
    state: z
      .object({
        nextRunAtMs: z.number().nullish(),
        lastRunAtMs: z.number().nullish(),
        lastStatus: z.string().nullish(),
        lastError: z.string().nullish(),
      })
      .loose()
      .default({}),
  })
  .loose()
export type CronJob = z.infer<typeof CronJob>

export const CronRun = z
  .object({
    ts: z.number(),
    jobId: z.string().optional(),
    status: z.string().optional(),
    error: z.string().optional(),
    summary: z.string().optional(),
    durationMs: z.number().optional(),
  })
  .loose()
export type CronRun = z.infer<typeof CronRun>

const WorkspaceFile = z.object({
  file: z
    .object({
      name: z.string(),
      missing: z.boolean().optional(),
      size: z.number().optional(),
      updatedAtMs: z.number().optional(),
      content: z.string().optional(),
    })
    .loose(),
})

const fileName = z.enum(['IDENTITY.md', 'USER.md', 'SOUL.md', 'AGENTS.md'])
const nothing = z.object({})

export const agentMethods = {
  'skills.status': { params: nothing, answer: z.object({ skills: z.array(SkillStatus) }) },
  'config.get': { params: nothing, answer: ConfigSnapshot },
  'config.patch': {
    params: z.object({
      /** JSON of the part to merge; null removes a key. */
      raw: z.string(),
      baseHash: z.string(),
      note: z.string().optional(),
      replacePaths: z.array(z.string()).optional(),
    }),
    answer: z
      .object({
        ok: z.literal(true),
        hash: z.string().optional(),
        noop: z.boolean().optional(),
        changedPaths: z.array(z.string()).optional(),
        sentinel: z.unknown().optional(),
      })
      .loose(),
  },
  'config.schema.lookup': { params: z.object({ path: z.string() }), answer: z.object({}).loose() },
  'agents.files.get': {
    params: z.object({ agentId: z.literal('main'), name: fileName }),
    answer: WorkspaceFile,
  },
  'agents.files.set': {
    params: z.object({
      agentId: z.literal('main'),
      name: fileName,
      content: z.string(),
      /** Refused when the file is another one by now. */
      expectedHash: z.string().optional(),
    }),
    answer: WorkspaceFile,
  },
  'cron.list': {
    params: z.object({
      includeDisabled: z.boolean().optional(),
      limit: z.number().int().optional(),
    }),
    answer: z.object({ jobs: z.array(CronJob) }),
  },
  'cron.add': { params: z.object({ name: z.string() }).loose(), answer: CronJob },
  'cron.update': {
    params: z.object({
      id: z.string(),
      patch: z.object({}).loose(),
      /** Refused when the job was changed since it had this revision. */
      expectedConfigRevision: z.string().optional(),
    }),
    answer: z.object({}).loose(),
  },
  'cron.remove': { params: z.object({ id: z.string() }), answer: z.object({}).loose() },
  'cron.run': {
    params: z.object({ id: z.string(), mode: z.enum(['due', 'force']).optional() }),
    answer: z.object({}).loose(),
  },
  'cron.runs': {
    params: z.object({ id: z.string(), limit: z.number().int().optional() }),
    answer: z.object({ entries: z.array(CronRun) }),
  },
  'sessions.list': {
    params: z.object({ limit: z.number().int().optional() }),
    answer: z.object({ sessions: z.array(z.object({ key: z.string() }).loose()) }).loose(),
  },
  'chat.history': {
    params: z.object({ sessionKey: z.string(), limit: z.number().int().optional() }),
    answer: z.object({ messages: z.array(z.unknown()) }).loose(),
  },
} as const satisfies Record<string, { params: z.ZodType; answer: z.ZodType }>

export type AgentMethod = keyof typeof agentMethods
export const agentMethodNames = Object.keys(agentMethods) as AgentMethod[]
export type AgentParams<Name extends AgentMethod> = z.input<(typeof agentMethods)[Name]['params']>
export type AgentAnswer<Name extends AgentMethod> = z.output<(typeof agentMethods)[Name]['answer']>

/** The schema of one method's answer. One lookup ties both together; TypeScript cannot follow it through the union. */
export const answerSchema = <Name extends AgentMethod>(method: Name) =>
  agentMethods[method].answer as unknown as z.ZodType<AgentAnswer<Name>>
