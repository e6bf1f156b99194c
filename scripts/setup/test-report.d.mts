export interface Outcome {
  passed: number
  failed: string[]
  skipped: { name: string; reason: string }[]
}

export function readReport(runner: string, path: string, isRunnerOk: boolean): Outcome
