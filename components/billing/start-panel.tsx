'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { PlanId } from '@/server/domain/billing/input'
import { newIdempotencyKey } from './idempotency-key'
import { afterTrial, type Catalogue } from './plan'
import { PlanChoice } from './plan-choice'
import { skillsChosenAtFirst } from './skill-choice'
import { SkillsStep } from './skills-step'

type StartPanelProps = { catalogue: Catalogue }

export function StartPanel({ catalogue }: StartPanelProps) {
  const api = useTRPC()
  const router = useRouter()
  const [planId, setPlanId] = useState<PlanId>('pro')
  // Undefined until the person touches the list: then the first choice follows the catalogue.
  const [touched, setTouched] = useState<string[]>()
  // One key for this attempt to buy: pressing twice, or again after a lost answer, starts one trial.
  const [idempotencyKey] = useState(newIdempotencyKey)
  const skills = useQuery(
    api.catalogue.skills.queryOptions(undefined, {
      // 4 s while nobody has reported: the first machine of a fresh server boots for some seconds.
      refetchInterval: (query) => (query.state.data?.skills === null ? 4_000 : false),
    }),
  )
  const start = useMutation(
    api.billing.startTrial.mutationOptions({
      onSuccess: () => {
        router.push('/welcome')
        router.refresh()
      },
    }),
  )

  const offered = skills.data?.skills ?? []
  const chosen = touched ?? skillsChosenAtFirst(offered)
  const plan = catalogue.plans.find((candidate) => candidate.id === planId)

  return (
    <div className="grid items-start gap-10 xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="grid min-w-0 gap-12">
        <section aria-labelledby="plan-title" className="grid gap-4">
          <h2 id="plan-title" className="text-2xl">
            Plan
          </h2>
          <PlanChoice plans={catalogue.plans} chosen={planId} onChange={setPlanId} />
        </section>
        <section aria-labelledby="skills-title" className="grid gap-4">
          <h2 id="skills-title" className="text-2xl">
            Skills
          </h2>
          <SkillsStep skills={skills} chosen={chosen} onChange={setTouched} />
        </section>
      </div>
      <section
        aria-labelledby="sum-title"
        className="sticky bottom-0 -mx-4 grid gap-4 border-t border-line bg-shore px-4 py-4 sm:-mx-8 sm:px-8 xl:top-8 xl:bottom-auto xl:mx-0 xl:border-t-2 xl:border-ink xl:px-0 xl:py-5"
      >
        <h2 id="sum-title" className="sr-only text-xl xl:not-sr-only">
          Your choice
        </h2>
        <dl className="hidden grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 xl:grid [&_dd]:text-right">
          <dt className="text-ink-soft">Plan</dt>
          <dd className="font-medium">{plan?.name}</dd>
          <dt className="text-ink-soft">Skills</dt>
          <dd className="font-medium tabular-nums">
            {skills.data === undefined ? 'being read' : chosen.length}
          </dd>
          <dt className="text-ink-soft">Today</dt>
          <dd className="font-medium">Nothing</dd>
          <dt className="text-ink-soft">After {catalogue.trialDays} days</dt>
          <dd className="font-medium">{afterTrial(catalogue, planId)}</dd>
        </dl>
        {!catalogue.payment.configured && (
          <p className="text-sm text-ink-soft">
            No payment provider is configured: nothing is charged, the trial simply starts.
          </p>
        )}
        {start.isError && (
          <Alert tone="problem" title="The trial did not start">
            {readRefusal(start.error).sentence}
          </Alert>
        )}
        <Button
          variant="primary"
          size="lg"
          isBusy={start.isPending || start.isSuccess}
          onClick={() => start.mutate({ plan: planId, skills: chosen, idempotencyKey })}
        >
          Start the trial
        </Button>
      </section>
    </div>
  )
}
