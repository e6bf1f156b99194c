import { useTranslations } from 'next-intl'
import type { Catalogue, Plan } from '@/components/billing/plan'
import { cn } from '@/components/ui/cn'

/** What a plan has of a feature today. */
type Answer = 'yes' | 'no' | 'notYet' | 'notIncluded'

const rows = [
  'machine',
  'memory',
  'agents',
  'seats',
  'invite',
  'skills',
  'chat',
  'model',
  'web',
  'telegram',
  'voice',
] as const
type Row = (typeof rows)[number]

const answers: Record<Exclude<Row, 'agents' | 'seats'>, (plan: Plan) => Answer> = {
  machine: () => 'yes',
  memory: () => 'yes',
  invite: (plan) => (plan.seats > 1 ? 'notYet' : 'no'),
  skills: () => 'yes',
  chat: () => 'yes',
  model: () => 'notIncluded',
  web: () => 'notYet',
  telegram: () => 'notYet',
  voice: () => 'notYet',
}

type PlanTableProps = { plans: Catalogue['plans'] }

/** Both plans, row by row, with what is missing in the same type as what is there. */
export function PlanTable({ plans }: PlanTableProps) {
  const t = useTranslations('prices')
  return (
    <section aria-labelledby="table-title" className="grid gap-6">
      <div className="grid max-w-2xl gap-2">
        <h2 id="table-title" className="text-3xl">
          {t('tableTitle')}
        </h2>
        <p className="text-ink-soft">{t('tableLead')}</p>
      </div>
      <table className="w-full table-fixed border-b-2 border-ink text-left">
        <colgroup>
          <col className="w-1/2 sm:w-3/5" />
        </colgroup>
        <thead>
          <tr className="border-b-2 border-ink align-bottom">
            <th scope="col" className="py-3 pr-3 text-sm font-normal text-ink-soft">
              {t('feature')}
            </th>
            {plans.map((plan) => (
              <th key={plan.id} scope="col" className="py-3 pr-2 font-display text-xl">
                {plan.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row} className="border-t border-line align-baseline first:border-t-0">
              <th scope="row" className="py-3 pr-3 font-normal hyphens-auto">
                {t(`rows.${row}`)}
              </th>
              {plans.map((plan) => (
                <td key={plan.id} className="py-3 pr-2">
                  <AnswerText row={row} plan={plan} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function AnswerText({ row, plan }: { row: Row; plan: Plan }) {
  const t = useTranslations('prices')
  if (row === 'agents') return t('agents', { count: plan.agents })
  if (row === 'seats') return t('seats', { count: plan.seats })
  const answer = answers[row](plan)
  return (
    <span
      className={cn(
        'hyphens-auto',
        answer === 'yes' ? 'font-semibold text-glass-ink' : 'text-ink-soft',
        answer === 'notYet' && 'border-b border-dashed border-line-strong',
      )}
    >
      {t(answer)}
    </span>
  )
}
