import type { RouterOutputs } from '@/server/trpc/root'

export type Catalogue = RouterOutputs['catalogue']['plans']
export type Plan = Catalogue['plans'][number]

/** "$50": whole units without cents, because no plan has any. */
export function priceLabel(plan: Plan): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: plan.currency,
    minimumFractionDigits: plan.priceCents % 100 === 0 ? 0 : 2,
  }).format(plan.priceCents / 100)
}
