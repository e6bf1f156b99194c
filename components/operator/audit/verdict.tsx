import { countWords } from '@/components/operator/parts/count-words'
import { Alert } from '@/components/ui/alert'
import type { AuditVerdict } from './audit'

type VerdictProps = { verdict: AuditVerdict }

type Why = NonNullable<AuditVerdict['broken']>['why']

const reasons: Record<Why, string> = {
  link_missing: 'A link is missing before this one.',
  link_changed: 'This link does not join the one before it.',
  row_changed: 'What the row says is not what was written.',
  row_removed: 'The row behind this link is gone.',
  row_unlinked: 'A row came in behind the chain.',
  cut: 'The chain does not have the end it once had.',
}

export function Verdict({ verdict: { links, head, broken } }: VerdictProps) {
  if (broken !== null) {
    return (
      <Alert tone="problem" title={`The record was changed, ${placeOf(broken)}`}>
        {reasons[broken.why]} {countWords(links, 'link')} before it are whole.
      </Alert>
    )
  }
  return (
    <Alert tone="good" title={`The chain is whole: ${countWords(links, 'link')}`}>
      {head !== null && (
        <>
          Note its end somewhere else, and a later cut can be proved: {head.seq},{' '}
          <span className="font-mono text-xs break-all">{head.hash}</span>
        </>
      )}
    </Alert>
  )
}

const placeOf = ({ seq, source, rowId }: NonNullable<AuditVerdict['broken']>): string =>
  seq === null ? `${source} row ${rowId}` : `link ${seq} (${source} row ${rowId})`
