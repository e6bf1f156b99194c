import Link from 'next/link'
import { type Catalogue, type Plan, priceLabel } from '@/components/billing/plan'
import { Button } from '@/components/ui/button'

type PricesProps = {
  catalogue: Catalogue
  /** The teaser on the front page leaves the list of contents to the page of prices. */
  isTeaser?: boolean
}

/** Two plans in one ledger, ruled like one: same rows, read across. */
export function Prices({ catalogue, isTeaser = false }: PricesProps) {
  return (
    <div className="grid gap-6">
      <div className="grid border-y-2 border-ink md:grid-cols-2 md:divide-x md:divide-line">
        {catalogue.plans.map((plan) => (
          <PlanColumn key={plan.id} plan={plan} hasContents={!isTeaser} />
        ))}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <PaymentTruth isConfigured={catalogue.payment.configured} trialDays={catalogue.trialDays} />
        {isTeaser ? (
          <Button asChild variant="outline">
            <Link href="/pricing">Compare the plans</Link>
          </Button>
        ) : (
          <Button asChild variant="primary" size="lg">
            <Link href="/sign-up">Start the {catalogue.trialDays}-day trial</Link>
          </Button>
        )}
      </div>
    </div>
  )
}

type PlanColumnProps = { plan: Plan; hasContents: boolean }

function PlanColumn({ plan, hasContents }: PlanColumnProps) {
  // The teaser stands below a heading of its own; the page of prices has only its title above.
  const Name = hasContents ? 'h2' : 'h3'
  return (
    <div className="grid content-start gap-4 border-t border-line py-7 first:border-t-0 md:border-t-0 md:px-8 md:first:pl-0 md:last:pr-0">
      <div className="flex items-baseline justify-between gap-4">
        <Name className="text-2xl">{plan.name}</Name>
        <p className="whitespace-nowrap">
          <span className="font-display text-3xl font-semibold tabular-nums">
            {priceLabel(plan)}
          </span>{' '}
          <span className="text-ink-soft">a {plan.interval}</span>
        </p>
      </div>
      <p className="max-w-prose text-ink-soft">{plan.summary}</p>
      {hasContents && (
        <ul className="grid gap-2">
          {plan.includes.map((line) => (
            <li key={line} className="flex gap-2.5">
              <span aria-hidden className="mt-2.75 h-0.5 w-3 shrink-0 bg-glass" />
              {line}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

type PaymentTruthProps = { isConfigured: boolean; trialDays: number }

export function PaymentTruth({ isConfigured, trialDays }: PaymentTruthProps) {
  return (
    <p className="max-w-prose text-sm text-ink-soft">
      {isConfigured
        ? `Nothing is charged during the ${trialDays} days of the trial. What your agent uses of a model is billed by the model’s provider and is not part of the price.`
        : 'No payment provider is configured on this server: nothing is charged, and the trial simply starts. What your agent uses of a model is not part of the price.'}
    </p>
  )
}
