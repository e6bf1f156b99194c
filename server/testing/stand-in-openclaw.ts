import type { GatewayCallAnswer, GatewayCallRequest } from '@/agent-host/protocol/gateway-call'

type Part = Record<string, unknown>

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 7396, as the gateway merges. */
function merge(base: Part, patch: Part): Part {
  const merged = { ...base }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else if (isPart(value)) merged[key] = merge(isPart(merged[key]) ? merged[key] : {}, value)
    else merged[key] = value
  }
  return merged
}

export interface StandInOpenClaw {
  config: Part
  files: Map<string, string>
  jobs: Part[]
  runs: Part[]
  sessions: Part[]
  messages: Part[]
  /** When set, the next patch is refused with these words. */
  rejection: string | null
  /** Called in the middle of a patch, before its hash is looked at. */
  beforePatch: () => void
  requiresRestart: boolean
  answer: (question: GatewayCallRequest) => GatewayCallAnswer
}

/** One gateway's rules about its configuration, files and jobs, without a gateway. */
export function standInOpenClaw(config: Part): StandInOpenClaw {
  const ok = (payload: unknown): GatewayCallAnswer => ({ ok: true, payload })
  const refuse = (message: string): GatewayCallAnswer => ({
    ok: false,
    code: 'INVALID_REQUEST',
    message,
  })
  const hashOf = (value: unknown) => `hash:${JSON.stringify(value)}`
  let jobCount = 0

  const claw: StandInOpenClaw = {
    config,
    files: new Map(),
    jobs: [],
    runs: [],
    sessions: [],
    messages: [],
    rejection: null,
    beforePatch: () => undefined,
    requiresRestart: false,
    answer({ method, params }) {
      switch (method) {
        case 'config.get':
          return ok({ hash: hashOf(claw.config), config: claw.config, parsed: claw.config })
        case 'config.patch': {
          claw.beforePatch()
          if (params['baseHash'] !== hashOf(claw.config)) {
            return refuse('config changed since last load; re-run config.get and retry')
          }
          if (claw.rejection !== null) return refuse(claw.rejection)
          const before = hashOf(claw.config)
          claw.config = merge(claw.config, JSON.parse(String(params['raw'])) as Part)
          const { requiresRestart } = claw
          return ok({
            ok: true,
            hash: hashOf(claw.config),
            ...(before === hashOf(claw.config) ? { noop: true } : {}),
            sentinel: { payload: { stats: { requiresRestart } } },
          })
        }
        case 'agents.files.get': {
          const name = String(params['name'])
          const content = claw.files.get(name)
          return content === undefined
            ? ok({ file: { name, missing: true } })
            : ok({ file: { name, content, hash: hashOf(content) } })
        }
        case 'agents.files.set': {
          const name = String(params['name'])
          const expected = params['expectedHash']
          if (expected !== undefined && expected !== hashOf(claw.files.get(name))) {
            return refuse('file changed')
          }
          claw.files.set(name, String(params['content']))
          return ok({ file: { name } })
        }
        case 'cron.list':
          return ok({ jobs: claw.jobs })
        case 'cron.add': {
          jobCount += 1
          const job = { id: `job-${jobCount}`, state: { nextRunAtMs: 1 }, ...params }
          claw.jobs.push(job)
          return ok(job)
        }
        case 'cron.update': {
          const job = claw.jobs.find(({ id }) => id === params['id'])
          if (job === undefined) return refuse('unknown cron job')
          const revision = params['expectedConfigRevision']
          if (revision !== undefined && revision !== job['configRevision']) {
            return refuse('cron job changed')
          }
          Object.assign(job, params['patch'])
          return ok(job)
        }
        case 'cron.remove':
          claw.jobs = claw.jobs.filter(({ id }) => id !== params['id'])
          return ok({ ok: true, removed: true })
        case 'cron.run':
          return ok({ ok: true, enqueued: true, runId: 'run-1' })
        case 'cron.runs':
          return ok({ entries: claw.runs })
        case 'sessions.list':
          return ok({ sessions: claw.sessions })
        case 'chat.history':
          return ok({ messages: claw.messages })
        default:
          return refuse(`unknown method ${method}`)
      }
    },
  }
  return claw
}
