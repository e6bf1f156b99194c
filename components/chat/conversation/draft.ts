import type { KeyStore } from './outbox'

/** What is written and not sent, per agent. It outlives a reload and is shared by the tabs that open later. */
export class Draft {
  readonly #store: KeyStore
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #text: string | null = null

  constructor(store: KeyStore, agentId: string) {
    this.#store = store
    this.#key = `rockpool.draft.${agentId}`
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): string => {
    this.#text ??= this.#store.getItem(this.#key) ?? ''
    return this.#text
  }

  readonly write = (text: string): void => {
    this.#text = text
    if (text === '') this.#store.removeItem(this.#key)
    else this.#store.setItem(this.#key, text)
    for (const listener of this.#listeners) listener()
  }
}
