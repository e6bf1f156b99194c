import type { AttachedFile } from './attachment'

/** Where bytes lie beyond this page's life. Everything in it may be gone at any time. */
export interface FileStore {
  read(key: string): Promise<readonly AttachedFile[]>
  write(key: string, files: readonly AttachedFile[]): Promise<void>
  remove(key: string): Promise<void>
}

/** A picture as the agent's own machine keeps it. Null when it is not there or cannot be had now. */
export type FetchPicture = (name: string) => Promise<Blob | null>

/**
 * The bytes of attached files, by the message (or the draft) they belong to: until the message is in the
 * agent's hands, and after that to show its pictures. Those that another browser sent come from the agent.
 */
export class Shelf {
  readonly #store: FileStore
  readonly #fetchPicture: FetchPicture
  readonly #pictures = new Map<string, Promise<Blob | null>>()
  readonly #held = new Map<string, readonly AttachedFile[]>()

  constructor(store: FileStore, fetchPicture: FetchPicture) {
    this.#store = store
    this.#fetchPicture = fetchPicture
  }

  /** At once for this page. Resolves to false when a reload would lose the files. */
  async put(key: string, files: readonly AttachedFile[]): Promise<boolean> {
    if (files.length === 0) {
      await this.drop(key)
      return true
    }
    this.#held.set(key, files)
    try {
      await this.#store.write(key, files)
      return true
    } catch {
      // A full or forbidden storage: the message can still be sent from this page.
      return false
    }
  }

  /** Empty when nothing is there any more. */
  async get(key: string): Promise<readonly AttachedFile[]> {
    const held = this.#held.get(key)
    if (held !== undefined) return held
    try {
      const files = await this.#store.read(key)
      this.#held.set(key, files)
      return files
    } catch {
      // A storage that cannot be read holds nothing for us.
      return []
    }
  }

  /** Asked for once a page; what was not to be had is asked for again. */
  picture(name: string): Promise<Blob | null> {
    const known = this.#pictures.get(name)
    if (known !== undefined) return known
    const fetching = this.#fetchPicture(name)
    this.#pictures.set(name, fetching)
    void fetching.then((picture) => {
      if (picture === null) this.#pictures.delete(name)
    })
    return fetching
  }

  async drop(key: string): Promise<void> {
    this.#held.delete(key)
    try {
      await this.#store.remove(key)
    } catch {
      // What cannot be opened cannot be emptied either, and goes when the browser clears it.
    }
  }
}
