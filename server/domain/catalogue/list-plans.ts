import { type Plan, plans, trialDays } from '@/server/domain/billing'

export interface PlanList {
  plans: readonly Plan[]
  trialDays: number
  payment: { configured: boolean }
}

export const listPlans = (): PlanList => ({ plans, trialDays, payment: { configured: false } })
