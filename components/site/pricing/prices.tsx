import { useTranslations } from 'next-intl'
import { type Catalogue, type Plan, priceLabel } from '@/components/billing/plan'
import { LocalLink } from '@/components/site/frame/local-link'
import { Button } from '@/components/ui/button'

type PricesProps = {
  catalogue: Catalogue
  /** The teaser on the front page leads to the page of prices instead of to the door. */
  isTeaser?: boolean
}

/** Two plans in one ledger, ruled like one: same rows, read across. */
export function Prices({ catalogue, isTeaser = false }: PricesProps) {
  const t = useTranslations('prices')
  const days = catalogue.trialDays
  return (
    <div className="grid gap-6">
      <div className="grid border-y-2 border-ink md:grid-cols-2 md:divide-x md:divide-line">
        {catalogue.plans.map((plan) => (
          <PlanColumn key={plan.id} plan={plan} level={isTeaser ? 3 : 2} />
        ))}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <p className="max-w-prose text-sm text-ink-soft">
          {catalogue.payment.configured ? t('charged', { days }) : t('notCharged')}
        </p>
        {isTeaser ? (
          <Button asChild variant="outline">
            <LocalLink href="/pricing">{t('compare')}</LocalLink>
          </Button>
        ) : (
          <Button asChild variant="primary" size="lg">
            <LocalLink href="/sign-up">{t('trial', { days })}</LocalLink>
          </Button>
        )}
      </div>
    </div>
  )
}

type PlanColumnProps = {
  plan: Plan
  /** The teaser stands below a heading of its own; the page of prices has only its title above. */
  level: 2 | 3
}

function PlanColumn({ plan, level }: PlanColumnProps) {
  const t = useTranslations('prices')
  const Name = level === 2 ? 'h2' : 'h3'
  return (
    <div className="grid content-start gap-4 border-t border-line py-7 first:border-t-0 md:border-t-0 md:px-8 md:first:pl-0 md:last:pr-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Name className="text-2xl">{plan.name}</Name>
        <p className="whitespace-nowrap">
          <span className="font-display text-3xl font-semibold tabular-nums">
            {priceLabel(plan)}
          </span>{' '}
          <span className="text-ink-soft">{t('perMonth')}</span>
        </p>
      </div>
      <p className="max-w-prose text-ink-soft">{t(`${plan.id}.summary`)}</p>
    </div>
  )
}
