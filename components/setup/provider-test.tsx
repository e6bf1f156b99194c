'use client'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

export type TestResult = { ok: boolean; message: string; latencyMs: number }

type ProviderTestProps = {
  isRunning: boolean
  /** Undefined until a test of exactly these values has ended. */
  result: TestResult | undefined
  /** The test itself could not be made. */
  problem: string | undefined
  onTest: () => void
}

export function ProviderTest({ isRunning, result, problem, onTest }: ProviderTestProps) {
  return (
    <div className="grid justify-items-start gap-3">
      <Button variant="outline" isBusy={isRunning} onClick={onTest}>
        {isRunning ? 'Asking the provider' : 'Test it now'}
      </Button>
      {result !== undefined && (
        <Alert
          tone={result.ok ? 'good' : 'problem'}
          title={
            result.ok
              ? `It answers, in ${result.latencyMs.toLocaleString('en')} ms`
              : 'It does not answer as it should'
          }
          className="w-full"
        >
          {result.message}
        </Alert>
      )}
      {problem !== undefined && (
        <Alert tone="problem" title="The test could not be made" className="w-full">
          {problem}
        </Alert>
      )}
    </div>
  )
}
