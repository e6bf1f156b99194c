import type { KeyStore } from './outbox'

/** A browser's storage under a test's hand. */
export class FakeStore implements KeyStore {
  readonly kept = new Map<string, string>()
  getItem = (key: string) => this.kept.get(key) ?? null
  setItem = (key: string, value: string) => void this.kept.set(key, value)
  removeItem = (key: string) => void this.kept.delete(key)
  keysWith = (prefix: string) => [...this.kept.keys()].filter((key) => key.startsWith(prefix))
}
