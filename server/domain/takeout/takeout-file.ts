export interface TakeoutFile {
  /** Where it lies in the archive. */
  path: string
  text: string
}

export const prettyFile = (path: string, value: unknown): TakeoutFile => ({
  path,
  text: `${JSON.stringify(value, null, 2)}\n`,
})
