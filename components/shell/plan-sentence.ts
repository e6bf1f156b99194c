import type { Me } from './me'

const planNames = { pro: 'Pro', team: 'Team' } as const

/** One line about what the account has. The day is written in UTC, because the trial ends by that clock. */
export function planSentence(account: Pick<Me['account'], 'plan' | 'trialEndsAt'>): string {
  if (account.plan === null) return 'No plan yet'
  const name = planNames[account.plan]
  if (account.trialEndsAt === null) return name
  const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return `${name}, trial until ${day.format(account.trialEndsAt)}`
}
