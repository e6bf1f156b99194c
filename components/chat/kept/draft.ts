import type { KeyStore } from './outbox'
import { keyAt, type Place } from './place'

/** What is written and not sent, per conversation. It outlives a reload and is shared by the tabs that open later. */
export class Draft {
  readonly #store: KeyStore
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #text: string | null = null

  constructor(store: KeyStore, place: Place) {
    this.#store = store
    this.#key = keyAt('draft', place)
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
