import { Alert } from '@/components/ui/alert'

type OutcomeProps = {
  saved: string | undefined
  problem: string | undefined
}

/** What became of a form, beside its button. The saved sentence is heard without taking focus. */
export function Outcome({ saved, problem }: OutcomeProps) {
  return (
    <>
      {problem !== undefined && <Alert tone="problem">{problem}</Alert>}
      {saved !== undefined && <Alert tone="good">{saved}</Alert>}
    </>
  )
}
