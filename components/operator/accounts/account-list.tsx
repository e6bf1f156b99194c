import { countWords } from '@/components/operator/parts/count-words'
import { Moment } from '@/components/operator/parts/moment'
import { Cell, Row, Rows } from '@/components/operator/parts/rows'
import { Badge } from '@/components/ui/badge'
import type { AccountRow } from './account'
import { Standing } from './standing'

type AccountListProps = { accounts: readonly AccountRow[] }

const columns =
  'grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,3fr)_7rem_minmax(0,2fr)_8rem]'

export function AccountList({ accounts }: AccountListProps) {
  return (
    <Rows label="Accounts" header={['Account', 'Standing', 'Agents', 'Since']} columns={columns}>
      {accounts.map((account) => (
        <Row key={account.id} columns={columns} href={`/operator/accounts/${account.id}`}>
          <span className="grid min-w-0">
            <span className="truncate font-medium">{account.name}</span>
            <span className="truncate text-sm text-ink-soft">
              {account.ownerEmail ?? 'no owner'}
              {account.people > 1 && ` and ${account.people - 1} more`}
            </span>
          </span>
          <Cell className="justify-self-end md:justify-self-start">
            <Standing
              isSuspended={account.suspendedAt !== null}
              state={account.state}
              isOver={isOver(account)}
            />
          </Cell>
          <Cell className="flex flex-wrap items-center gap-2">
            {account.agents === 0 ? 'none' : countWords(account.agents, 'agent')}
            {account.agentsWithProblem > 0 && <Badge tone="problem">needs you</Badge>}
          </Cell>
          <Cell className="text-right text-ink-soft tabular-nums md:text-left">
            <Moment at={account.createdAt} precision="day" />
          </Cell>
        </Row>
      ))}
    </Rows>
  )
}

const isOver = ({ state, trialEndsAt }: AccountRow): boolean =>
  state === 'ended' ||
  (state === 'trialing' && trialEndsAt !== null && trialEndsAt.getTime() <= Date.now())
