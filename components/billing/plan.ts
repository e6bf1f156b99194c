import type { PlanId } from '@/server/domain/billing/input'
import type { RouterOutputs } from '@/server/trpc/root'

export type Catalogue = RouterOutputs['catalogue']['plans']
export type Plan = Catalogue['plans'][number]

/** What follows the trial. Without a payment provider nothing can be bought, so it simply ends. */
export function afterTrial({ plans, payment }: Catalogue, planId: PlanId): string {
  const plan = plans.find(({ id }) => id === planId)
  if (plan === undefined || !payment.configured) return 'The trial ends'
  return `${priceLabel(plan)} a ${plan.interval}`
}

/** "$50", or "$49.50": cents are shown only where a price has them. */
export function priceLabel(plan: Plan): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: plan.currency,
    minimumFractionDigits: plan.priceCents % 100 === 0 ? 0 : 2,
  }).format(plan.priceCents / 100)
}
