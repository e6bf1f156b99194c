import type { KeyStore } from './outbox'

/**
 * The browser's own storage, or a stand-in for the life of the page where the person has forbidden it
 * or it is full: a draft that does not survive a reload is better than a chat that does not work.
 */
export function browserStore(storage: () => Storage): KeyStore {
  const memory = new Map<string, string>()
  const attempt = <T>(action: (store: Storage) => T, instead: () => T): T => {
    try {
      return action(storage())
    } catch {
      return instead()
    }
  }
  return {
    getItem: (key) =>
      memory.get(key) ??
      attempt(
        (store) => store.getItem(key),
        () => null,
      ),
    setItem: (key, value) =>
      attempt(
        (store) => {
          store.setItem(key, value)
          memory.delete(key)
        },
        () => void memory.set(key, value),
      ),
    removeItem: (key) => {
      memory.delete(key)
      attempt(
        (store) => store.removeItem(key),
        () => undefined,
      )
    },
    keysWith: (prefix) => {
      const stored = attempt(keysOf, () => [])
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix))
    },
  }
}

const keysOf = (store: Storage): string[] =>
  Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
