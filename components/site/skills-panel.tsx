'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { SkillsIndex } from './skills-index'

export function SkillsPanel() {
  const api = useTRPC()
  const skills = useQuery(api.catalogue.skills.queryOptions())
  if (skills.data !== undefined) return <SkillsIndex skills={skills.data.skills} />
  if (skills.isError) {
    return (
      <ErrorState
        title="The list of skills could not be read"
        onRetry={() => void skills.refetch()}
        isRetrying={skills.isFetching}
      >
        {readRefusal(skills.error).sentence}
      </ErrorState>
    )
  }
  return (
    <div role="status">
      <span className="sr-only">Reading the list of skills</span>
      <div className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((key) => (
          <Skeleton key={key} className="h-7" />
        ))}
      </div>
    </div>
  )
}
