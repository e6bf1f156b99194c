import type { AttachedFile } from './attachment'
import type { FileStore } from './shelf'

const table = 'files'
/** Pictures of older messages give way: this is a convenience of one browser, not an archive. */
const mostKeys = 60

interface Kept {
  key: string
  atMs: number
  files: readonly AttachedFile[]
}

/** The browser's own database, opened when it is first needed. Rejects where it is forbidden or full. */
export function browserFiles(agentId: string): FileStore {
  let opening: Promise<IDBDatabase> | null = null
  const open = () => {
    opening ??= openDatabase(`rockpool.files.${agentId}`)
    return opening
  }
  const run = async <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ) => {
    const database = await open()
    return settled(work(database.transaction(table, mode).objectStore(table)))
  }
  return {
    async read(key) {
      const kept = await run<Kept | undefined>(
        'readonly',
        (store) => store.get(key) as IDBRequest<Kept | undefined>,
      )
      return kept?.files ?? []
    },
    async write(key, files) {
      await run('readwrite', (store) => store.put({ key, atMs: Date.now(), files } satisfies Kept))
      const keys = await run('readonly', (store) => store.index('atMs').getAllKeys())
      for (const old of keys.slice(0, -mostKeys))
        await run('readwrite', (store) => store.delete(old))
    },
    async remove(key) {
      await run('readwrite', (store) => store.delete(key))
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore(table, { keyPath: 'key' }).createIndex('atMs', 'atMs')
  }
  return settled(request)
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser gave no reason'))
  })
