import { Cell, Row, Rows } from '@/components/operator/parts/rows'
import { cn } from '@/components/ui/cn'
import type { QueueCounts } from './jobs'
import { queueWords } from './queue-words'

type QueueListProps = { queues: readonly QueueCounts[] }

const columns = 'grid-cols-3 md:grid-cols-[minmax(0,1fr)_7rem_7rem_7rem]'

export function QueueList({ queues }: QueueListProps) {
  return (
    <Rows label="Queues" header={['Work', 'Waiting', 'Running', 'Failed']} columns={columns}>
      {queues.map((queue) => (
        <Row key={queue.name} columns={columns}>
          <span className="col-span-3 grid md:col-span-1">
            <span className="font-medium">{queueWords(queue.name)}</span>
            <span className="font-mono text-xs text-ink-soft">{queue.name}</span>
          </span>
          <Count label="Waiting" count={queue.waiting} />
          <Count label="Running" count={queue.active} />
          <Count label="Failed" count={queue.failed} isBad />
        </Row>
      ))}
    </Rows>
  )
}

type CountProps = { label: string; count: number; isBad?: boolean }

function Count({ label, count, isBad = false }: CountProps) {
  return (
    <Cell
      label={label}
      className={cn(
        'tabular-nums',
        count === 0 ? 'text-ink-soft' : 'font-semibold',
        isBad && count > 0 && 'text-urchin',
      )}
    >
      {count.toLocaleString('en')}
    </Cell>
  )
}
