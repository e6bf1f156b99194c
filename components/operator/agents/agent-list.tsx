import type { AgentRow } from '@/components/operator/parts/agent-phase'
import { Moment } from '@/components/operator/parts/moment'
import { PhaseBadge } from '@/components/operator/parts/phase-badge'
import { Cell, Row, Rows } from '@/components/operator/parts/rows'
import { TideRings } from '@/components/ui/rings/tide-rings'

type AgentListProps = {
  agents: readonly AgentRow[]
  /** Leaves out the account's name, which the page says already. */
  isWithinAccount?: boolean
}

const columns =
  'grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,3fr)_10rem_minmax(0,3fr)_8rem] md:items-center'

export function AgentList({ agents, isWithinAccount = false }: AgentListProps) {
  return (
    <Rows label="Agents" header={['Agent', 'State', 'Problem', 'Since']} columns={columns}>
      {agents.map((agent) => (
        <Row key={agent.id} columns={columns} href={`/operator/agents/${agent.id}`}>
          <span className="flex min-w-0 items-center gap-3">
            <TideRings seed={agent.id} rings={4} className="size-9 text-line-strong" />
            <span className="grid min-w-0">
              <span className="truncate font-medium">{agent.name ?? 'Not named yet'}</span>
              {!isWithinAccount && (
                <span className="truncate text-sm text-ink-soft">{agent.accountName}</span>
              )}
            </span>
          </span>
          <Cell className="justify-self-end md:justify-self-start">
            <PhaseBadge
              phase={agent.phase}
              isSuspended={agent.isSuspended}
              sleepDepth={agent.sleepDepth}
            />
          </Cell>
          <Cell className="col-span-2 text-urchin md:col-span-1">{agent.problem}</Cell>
          <Cell className="hidden text-ink-soft tabular-nums md:block">
            <Moment at={agent.createdAt} precision="day" />
          </Cell>
        </Row>
      ))}
    </Rows>
  )
}
