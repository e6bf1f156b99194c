'use client'
import type { SkillReport } from '@/agent-host/protocol/control'
import { readRefusal } from '@/components/trpc/refusal'
import { EmptyState } from '@/components/ui/states/empty-state'
import { ErrorState } from '@/components/ui/states/error-state'
import { Skeleton } from '@/components/ui/states/skeleton'
import { SkillChooser } from './skill-chooser'

type SkillsStepProps = {
  /** The answer of the catalogue, in whatever state it is. */
  skills: {
    data: { skills: SkillReport[] | null } | undefined
    error: unknown
    isError: boolean
    isFetching: boolean
    refetch: () => Promise<unknown>
  }
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

export function SkillsStep({ skills, chosen, onChange }: SkillsStepProps) {
  if (skills.data === undefined && skills.isError) {
    return (
      <ErrorState
        title="The list of skills could not be read"
        onRetry={() => void skills.refetch()}
        isRetrying={skills.isFetching}
      >
        {readRefusal(skills.error).sentence} You can also start without choosing.
      </ErrorState>
    )
  }
  if (skills.data === undefined) {
    return (
      <div role="status" className="grid gap-3 lg:grid-cols-2 lg:gap-x-8">
        <span className="sr-only">Reading the list of skills</span>
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <Skeleton key={key} className="h-16" />
        ))}
      </div>
    )
  }
  if (skills.data.skills === null) {
    return (
      <EmptyState level={3} seed="no machine yet" title="No machine has reported its skills yet">
        The list comes from a running gateway, and on this server none has finished its first boot.
        Wait a moment and it appears here by itself, or go on without: your agent then starts with
        what is always on.
      </EmptyState>
    )
  }
  return (
    <>
      <p className="max-w-prose text-ink-soft">
        These are the skills that a gateway on this server reports. Those that find every program,
        key and setting they ask for have been ticked for you. A machine reaches no web site yet, so
        a skill that looks things up there cannot do it so far.
      </p>
      <SkillChooser skills={skills.data.skills} chosen={chosen} onChange={onChange} />
    </>
  )
}
