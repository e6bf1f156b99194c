import type { AttachedFile } from './attachment'
import type { FileStore } from './shelf'

/** A browser's database under a test's hand. */
export class FakeFiles implements FileStore {
  readonly kept = new Map<string, readonly AttachedFile[]>()
  isFull = false

  async read(key: string): Promise<readonly AttachedFile[]> {
    return this.kept.get(key) ?? []
  }

  async write(key: string, files: readonly AttachedFile[]): Promise<void> {
    if (this.isFull) throw new Error('quota')
    this.kept.set(key, files)
  }

  async remove(key: string): Promise<void> {
    this.kept.delete(key)
  }
}
