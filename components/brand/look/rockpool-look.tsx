import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

type RockpoolLookProps = {
  /** Nothing of the operator's is worn. */
  isOwn: boolean
  onReset: () => void
  isBusy: boolean
  isDone: boolean
  problem: string | undefined
}

export function RockpoolLook({ isOwn, onReset, isBusy, isDone, problem }: RockpoolLookProps) {
  return (
    <section aria-labelledby="own-look" className="grid justify-items-start gap-4">
      <h2 id="own-look" className="text-2xl">
        Rockpool’s look
      </h2>
      <p className="text-ink-soft">
        {isOwn
          ? 'Colour and mark are Rockpool’s own now.'
          : 'Takes colour and logo away. The name is one of your details, and stays.'}
      </p>
      {problem !== undefined && (
        <Alert tone="problem" title="Nothing was changed" className="w-full">
          {problem}
        </Alert>
      )}
      {isDone && isOwn && (
        <Alert tone="good" className="w-full">
          Back to Rockpool’s look, on every page.
        </Alert>
      )}
      {!isOwn && (
        <Button variant="outline" onClick={onReset} isBusy={isBusy}>
          Back to Rockpool’s look
        </Button>
      )}
    </section>
  )
}
