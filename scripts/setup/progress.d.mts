export interface Progress {
  /** Prints a line of its own. */
  say(line: string): void
  /** Runs a step and shows its seconds when it takes longer than two. */
  step<T>(title: string, run: () => Promise<T>): Promise<T>
}

export function createProgress(out?: NodeJS.WriteStream): Progress
