import { isObject, type Json, type JsonObject } from './json'
import type { Path } from './merge-patch'

interface Rule {
  /** `*` stands for any one key. The rule holds for everything below. */
  path: readonly string[]
  why: string
}

const operators = 'whoever runs this site decides it'
const approval = 'commands have to be approved the way whoever runs this site has set it'

/**
 * What an owner may not change in their own agent: how the machine is reached, what it may load and
 * call, and what watches over it. These parts are not shown in the editor either.
 */
const rules: readonly Rule[] = [
  ...['gateway', 'plugins', 'logging', 'update', 'telemetry', 'discovery', 'browser'].map(
    (key) => ({ path: [key], why: operators }),
  ),
  ...['diagnostics', 'security', 'secrets', 'approvals', 'nodeHost', 'crestodian'].map((key) => ({
    path: [key],
    why: operators,
  })),
  // A change of these restarts the gateway and leaves it refusing every later change until it has.
  { path: ['env'], why: 'it would restart your agent in the middle of its work' },
  { path: ['models'], why: 'which model answers is chosen under “Model”' },
  { path: ['auth'], why: 'which model answers is chosen under “Model”' },
  { path: ['agents', 'defaults', 'model'], why: 'which model answers is chosen under “Model”' },
  {
    path: ['agents', 'defaults', 'workspace'],
    why: 'its texts and files would no longer be found',
  },
  { path: ['agents', 'defaults', 'skipBootstrap'], why: operators },
  { path: ['agents', 'entries', '*', 'workspace'], why: 'its files would no longer be found' },
  { path: ['tools', 'elevated'], why: approval },
  { path: ['agents', 'entries', '*', 'tools', 'elevated'], why: approval },
  // Written by the gateway itself.
  { path: ['meta'], why: 'the agent writes it itself' },
  { path: ['wizard'], why: 'the agent writes it itself' },
]

const covers = (rule: Rule, path: Path): boolean =>
  rule.path.length <= path.length &&
  rule.path.every((key, index) => key === '*' || key === path[index])

export const pathWords = (path: Path): string => path.join('.')

export interface Refusal {
  path: string
  sentence: string
}

const refusal = (path: Path, why: string): Refusal => ({
  path: pathWords(path),
  sentence: `“${pathWords(path)}” cannot be changed here: ${why}.`,
})

/** The first change that is not an owner's to make. */
export function findProtected(
  changed: readonly Path[],
  configs: { before: JsonObject; after: JsonObject },
): Refusal | undefined {
  for (const path of changed) {
    const rule = rules.find((each) => covers(each, path))
    if (rule !== undefined) return refusal(path, rule.why)
    const weaker = findWeaker(path, configs)
    if (weaker !== undefined) return weaker
  }
  return undefined
}

// From the weakest to the strictest, in the gateway's own words.
const strictness: Readonly<Record<string, readonly string[]>> = {
  security: ['full', 'allowlist', 'deny'],
  ask: ['off', 'on-miss', 'always'],
}

/** Below `tools.exec` an owner may be stricter than the site, never laxer. */
function findWeaker(
  path: Path,
  { before, after }: { before: JsonObject; after: JsonObject },
): Refusal | undefined {
  const at = path.indexOf('exec')
  if (at < 1 || path[at - 1] !== 'tools' || (at !== 1 && path[0] !== 'agents')) return undefined
  const scale = strictness[path[at + 1] ?? '']
  if (scale === undefined) return refusal(path, approval)
  // An entry of its own begins where the site's setting is.
  const old = valueAt(before, path) ?? valueAt(before, ['tools', 'exec', path[at + 1] ?? ''])
  const now = valueAt(after, path)
  const rank = (value: Json | undefined) => scale.indexOf(typeof value === 'string' ? value : '')
  // Where the site has said nothing, the middle counts: laxer than that nobody may make it.
  const was = old === undefined ? 1 : rank(old)
  const is = rank(now)
  const isStricter = is !== -1 && is >= was
  return isStricter ? undefined : refusal(path, approval)
}

function valueAt(config: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = config
  for (const key of path)
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return value
}

/** The configuration without what is protected: what is shown, kept in the history and compared. */
export function visiblePart(config: JsonObject): JsonObject {
  return strip(config, [])
}

function strip(config: JsonObject, at: Path): JsonObject {
  const left: JsonObject = {}
  for (const [key, value] of Object.entries(config)) {
    const path = [...at, key]
    if (rules.some((rule) => covers(rule, path))) continue
    if (!isObject(value)) {
      left[key] = value
      continue
    }
    const inner = strip(value, path)
    // An object that held protected things only would be an empty riddle.
    if (Object.keys(inner).length > 0 || Object.keys(value).length === 0) left[key] = inner
  }
  return left
}

/** The shown part as its owner left it, with everything that was not shown put back where it was. */
export function withHidden(whole: JsonObject, shown: JsonObject): JsonObject {
  return overlay(whole, shown, [])
}

function overlay(whole: JsonObject, shown: JsonObject, at: Path): JsonObject {
  const result: JsonObject = { ...shown }
  for (const [key, value] of Object.entries(whole)) {
    const hidden = hiddenIn(value, [...at, key])
    if (hidden === undefined) continue
    const given = Object.hasOwn(shown, key) ? shown[key] : undefined
    if (given === undefined) result[key] = hidden
    else if (isObject(value) && isObject(given)) result[key] = overlay(value, given, [...at, key])
  }
  return result
}

/** What of a value is protected; undefined when nothing is. */
function hiddenIn(value: Json, path: Path): Json | undefined {
  // Below a rule everything is hidden, and `covers` says so for each inner path again.
  if (rules.some((rule) => covers(rule, path))) return value
  if (!isObject(value)) return undefined
  const inner = Object.entries(value).flatMap(([key, each]) => {
    const hidden = hiddenIn(each, [...path, key])
    return hidden === undefined ? [] : [[key, hidden] as const]
  })
  return inner.length === 0 ? undefined : Object.fromEntries(inner)
}
