import { Moment } from '@/components/operator/parts/moment'
import { Badge } from '@/components/ui/badge'
import type { AccountRecord } from './account'
import { PasswordLinkPanel } from './password-link-panel'

type PeopleProps = { people: AccountRecord['people'] }

export function People({ people }: PeopleProps) {
  return (
    <ul aria-label="People" className="grid gap-4">
      {people.map((person) => (
        <li key={person.userId} className="grid gap-0.5">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {person.name}
            <Badge tone="outline">{person.role === 'owner' ? 'Owner' : 'Member'}</Badge>
            {person.isOperator && <Badge tone="notice">Operator</Badge>}
          </span>
          <span className="text-sm break-all text-ink-soft">{person.email}</span>
          <span className="text-sm text-ink-soft">
            {person.lastSignInAt === null ? (
              'No sign-in on record'
            ) : (
              <>
                Signed in last on <Moment at={person.lastSignInAt} />
              </>
            )}
          </span>
          <PasswordLinkPanel person={person} />
        </li>
      ))}
    </ul>
  )
}
