'use client'
import { RadioCard, RadioCards } from '@/components/ui/form/radio-cards'
import { PlanId } from '@/server/domain/billing/input'
import { type Plan, priceLabel } from './plan'

type PlanChoiceProps = {
  plans: readonly Plan[]
  chosen: PlanId
  onChange: (plan: PlanId) => void
}

export function PlanChoice({ plans, chosen, onChange }: PlanChoiceProps) {
  return (
    <RadioCards
      aria-label="Plan"
      value={chosen}
      onValueChange={(value) => onChange(PlanId.parse(value))}
      className="sm:grid-cols-2"
    >
      {plans.map((plan) => (
        <RadioCard
          key={plan.id}
          value={plan.id}
          aria-label={`${plan.name}, ${priceLabel(plan)} a ${plan.interval}`}
        >
          <span className="block font-display text-xl font-semibold">{plan.name}</span>
          <span className="mt-0.5 block">
            <span className="font-display text-2xl font-semibold tabular-nums">
              {priceLabel(plan)}
            </span>{' '}
            <span className="text-ink-soft">a {plan.interval}</span>
          </span>
          <span className="mt-2 block text-sm text-ink-soft">{plan.summary}</span>
        </RadioCard>
      ))}
    </RadioCards>
  )
}
