import { isObject, isSame, type Json, type JsonObject } from './json'

/** One key after another from the root; a key may itself contain dots. */
export type Path = readonly string[]

export interface PatchPlan {
  /** RFC 7396: objects merge, null deletes, everything else replaces. */
  patch: JsonObject
  /** What differs: leaves, whole arrays, and whole objects where one side has none. */
  changed: Path[]
  /** Arrays that are replaced or removed; the gateway refuses to shorten one that is not named. */
  replaced: Path[]
}

/** What has to be said so that `before` becomes `after`. */
export function planPatch(before: JsonObject, after: JsonObject): PatchPlan {
  const plan: PatchPlan = { patch: {}, changed: [], replaced: [] }
  plan.patch = compare({ before, after, at: [] }, plan)
  return plan
}

function compare(
  { before, after, at }: { before: JsonObject; after: JsonObject; at: Path },
  plan: PatchPlan,
): JsonObject {
  // Without a prototype, so that a key such as `__proto__` is a key.
  const patch = Object.create(null) as JsonObject
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const path = [...at, key]
    const [old, now] = [own(before, key), own(after, key)]
    if (isSame(old, now)) continue
    if (isObject(old) && isObject(now)) {
      patch[key] = compare({ before: old, after: now, at: path }, plan)
      continue
    }
    const isLeaf = !isObject(old) && !isObject(now)
    plan.changed.push(...(isLeaf ? [path] : [...leavesOf(path, old), ...leavesOf(path, now)]))
    plan.replaced.push(...arraysOf(path, old))
    patch[key] = now ?? null
  }
  return patch
}

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** A rule about `a.b.c` must also see a change that adds or drops all of `a`. */
function leavesOf(path: Path, value: Json | undefined): Path[] {
  if (value === undefined) return []
  if (!isObject(value)) return [path]
  const inner = Object.keys(value).flatMap((key) => leavesOf([...path, key], value[key]))
  return inner.length === 0 ? [path] : inner
}

function arraysOf(path: Path, value: Json | undefined): Path[] {
  if (Array.isArray(value)) return [path]
  if (!isObject(value)) return []
  return Object.keys(value).flatMap((key) => arraysOf([...path, key], value[key]))
}

/** The first place that holds null, which a merge patch cannot say. */
export function findNull(value: Json, at: Path = []): Path | undefined {
  if (value === null) return at
  if (Array.isArray(value)) return undefined
  if (!isObject(value)) return undefined
  for (const key of Object.keys(value)) {
    const found = findNull(value[key] ?? null, [...at, key])
    if (found !== undefined) return found
  }
  return undefined
}
