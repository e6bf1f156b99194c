import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, orIfGone } from '../linux/gone'

/** Tries again when a neighbour's removal took the shared parent away in between. */
export async function makeGroup(make: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await make()
      return
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error
    }
  }
}

export const writeKnob = (group: string, file: string, value: string | number): Promise<void> =>
  writeFile(join(group, file), `${String(value)}\n`)

export const readKnob = (group: string, file: string): Promise<string> =>
  readFile(join(group, file), 'utf8')

export async function pidsIn(group: string): Promise<readonly number[]> {
  const text = await orIfGone(readKnob(group, 'cgroup.procs'), '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
}

export const makeFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true })
}

/** Removes the group and those of its parents below `root` that it leaves empty. */
export async function removeGroup(about: {
  root: string
  groupRoot: string
  name: string
}): Promise<void> {
  const path = join(about.groupRoot, about.name)
  await orIfGone(rmdir(join(about.root, path)), undefined)
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    try {
      await rmdir(join(about.root, parent))
    } catch (error) {
      // Not ours to take: a neighbour lives in it, or has just removed it.
      if (!['ENOENT', 'EBUSY', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) throw error
      return
    }
  }
}

/** Every `<machine>/<life>` of an installation. */
export async function groupNames(root: string, groupRoot: string): Promise<readonly string[]> {
  const names: string[] = []
  for (const machine of await folders(join(root, groupRoot))) {
    for (const life of await folders(join(root, groupRoot, machine))) {
      names.push(`${machine}/${life}`)
    }
  }
  return names
}

async function folders(path: string): Promise<string[]> {
  const entries = await orIfGone(readdir(path, { withFileTypes: true }), [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
