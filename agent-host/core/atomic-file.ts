import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces `path` so that a crash at any moment leaves the old or the new content, never a part:
 * write beside it, fsync, rename, fsync the directory. Mode 0600.
 */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** The content of `path`, or undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
