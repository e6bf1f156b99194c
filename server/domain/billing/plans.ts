import type { PlanId } from './input'

export interface Plan {
  id: PlanId
  name: string
  priceCents: number
  currency: 'usd'
  interval: 'month'
  seats: number
  agents: number
  summary: string
  includes: string[]
}

export const trialDays = 14

export const plans: readonly Plan[] = [
  {
    id: 'pro',
    name: 'Pro',
    priceCents: 5_000,
    currency: 'usd',
    interval: 'month',
    seats: 1,
    agents: 1,
    summary: 'A personal agent for one person.',
    includes: [
      'An agent in a machine of its own, started before you ask for it',
      'Skills of your choice from the catalogue',
      'Its own memory and files, apart from every other customer',
      'Usage of a language model is not included',
    ],
  },
  {
    id: 'team',
    name: 'Team',
    priceCents: 10_000,
    currency: 'usd',
    interval: 'month',
    seats: 5,
    agents: 1,
    summary: 'For several people who share one account and one bill.',
    includes: [
      'Everything in Pro',
      'Seats for five people; inviting them is not possible yet',
      'Usage of a language model is not included',
    ],
  },
]
