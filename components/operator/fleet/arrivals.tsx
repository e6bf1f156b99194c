import { Moment } from '@/components/operator/parts/moment'
import { PhaseBadge } from '@/components/operator/parts/phase-badge'
import { Cell, Row, Rows } from '@/components/operator/parts/rows'
import { Section } from '@/components/operator/parts/section'
import { Badge } from '@/components/ui/badge'
import type { Arrival } from './fleet'

type ArrivalsProps = { arrivals: readonly Arrival[] }

const columns =
  'grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,1fr)_10rem]'

export function Arrivals({ arrivals }: ArrivalsProps) {
  return (
    <Section title="Who came last" lead="New accounts and how far each has come.">
      {arrivals.length === 0 ? (
        <p className="text-ink-soft">Nobody has signed up yet.</p>
      ) : (
        <Rows label="Newest accounts" columns={columns}>
          {arrivals.map(({ accountId, name, at, isSuspended, agent }) => (
            <Row key={accountId} columns={columns} href={`/operator/accounts/${accountId}`}>
              <Cell className="truncate text-base font-medium">{name}</Cell>
              <Cell className="order-3 text-ink-soft md:order-none">
                {agent === null ? 'No trial yet' : (agent.name ?? 'Answers the four questions')}
              </Cell>
              <Cell className="justify-self-end md:justify-self-start">
                {agent === null ? (
                  <Badge tone={isSuspended ? 'notice' : 'quiet'}>
                    {isSuspended ? 'Suspended' : 'Signed up'}
                  </Badge>
                ) : (
                  <PhaseBadge phase={agent.phase} isSuspended={isSuspended} />
                )}
              </Cell>
              <Cell className="order-4 text-right text-ink-soft tabular-nums md:order-none">
                <Moment at={at} precision="second" />
              </Cell>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  )
}
