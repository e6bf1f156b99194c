import type { AttachedFile } from './attachment'
import { judge } from './limits'
import type { Shelf } from './shelf'

export interface TrayView {
  files: readonly AttachedFile[]
  problems: readonly string[]
  /** False when the browser could not keep the files: a reload would lose them. */
  isKept: boolean
}

const emptyView: TrayView = { files: [], problems: [], isKept: true }

/** Files that were chosen for the next message of one conversation. They outlive a reload where they fit. */
export class Tray {
  readonly #shelf: Shelf
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #view = emptyView
  #isTouched = false

  constructor(shelf: Shelf, threadId: string) {
    this.#shelf = shelf
    this.#key = `draft.${threadId}`
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): TrayView => this.#view

  /** Brings back what an earlier page left. What was chosen meanwhile wins. */
  async restore(): Promise<void> {
    const files = await this.#shelf.get(this.#key)
    if (!this.#isTouched && files.length > 0) this.#show({ files, problems: [], isKept: true })
  }

  add(chosen: readonly File[]): void {
    const { accepted, problems } = judge(chosen, this.#view.files)
    this.#set([...this.#view.files, ...accepted], problems)
  }

  remove(file: AttachedFile): void {
    this.#set(
      this.#view.files.filter((one) => one !== file),
      [],
    )
  }

  /** Hands the files over to a message. */
  take(): readonly AttachedFile[] {
    const { files } = this.#view
    this.#set([], [])
    return files
  }

  #set(files: readonly AttachedFile[], problems: readonly string[]): void {
    this.#isTouched = true
    this.#show({ files, problems, isKept: this.#view.isKept || files.length === 0 })
    void this.#shelf.put(this.#key, files).then((isKept) => {
      if (this.#view.files === files) this.#show({ ...this.#view, isKept })
    })
  }

  #show(view: TrayView): void {
    this.#view = view
    for (const listener of this.#listeners) listener()
  }
}
