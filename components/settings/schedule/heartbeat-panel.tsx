'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Field } from '@/components/ui/form/field'
import { Select } from '@/components/ui/form/select'
import { ErrorState } from '@/components/ui/states/error-state'
import { Skeleton } from '@/components/ui/states/skeleton'
import { heartbeatChoices } from '@/server/domain/schedule/input'
import { Outcome } from '../outcome'
import { RoomPart } from '../room'
import { useSubmission } from '../use-submission'
import type { AgentId } from './task'

type HeartbeatPanelProps = { agentId: AgentId; isOwner: boolean }

export function HeartbeatPanel({ agentId, isOwner }: HeartbeatPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const heartbeat = useQuery(api.schedule.heartbeat.queryOptions({ agentId }))
  const set = useMutation(api.schedule.setHeartbeat.mutationOptions())
  const { run, isBusy, saved, problem } = useSubmission([])

  const choose = (everyMinutes: number) =>
    run(async () => {
      const now = await set.mutateAsync({ agentId, everyMinutes })
      queryClient.setQueryData(api.schedule.heartbeat.queryKey({ agentId }), now)
      return everyMinutes === 0
        ? 'Saved and applied: it no longer looks around by itself.'
        : `Saved and applied: it looks around ${choiceWords(everyMinutes)}.`
    })

  return (
    <RoomPart
      id="heartbeat-title"
      title="Heartbeat"
      lead="At each beat your agent looks whether something needs you, and stays quiet if not. Every beat is a call to the model."
    >
      {heartbeat.isPending && <Skeleton className="h-11 max-w-xs" />}
      {heartbeat.isError && (
        <ErrorState title="The heartbeat is not known" onRetry={() => void heartbeat.refetch()}>
          {readRefusal(heartbeat.error).sentence}
        </ErrorState>
      )}
      {heartbeat.data !== undefined && (
        <Field
          label="How often"
          className="max-w-xs"
          {...(isOwner ? {} : { hint: 'Only the owner of the account can change this.' })}
        >
          {(control) => (
            <Select
              {...control}
              aria-busy={isBusy}
              disabled={isBusy || !isOwner || !heartbeat.data.isLive}
              value={String(heartbeat.data.everyMinutes)}
              onChange={(event) => void choose(Number(event.target.value))}
            >
              {choicesWith(heartbeat.data.everyMinutes).map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes === 0 ? 'Off' : sentenceCase(choiceWords(minutes))}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Outcome saved={saved} problem={problem} />
    </RoomPart>
  )
}

/** What is set may have been set elsewhere, to something that is not offered here. */
const choicesWith = (minutes: number): number[] =>
  [...new Set<number>([...heartbeatChoices, minutes])].toSorted((a, b) => a - b)

function choiceWords(minutes: number): string {
  if (minutes % 60 !== 0) return `every ${minutes} minutes`
  const hours = minutes / 60
  if (hours === 1) return 'every hour'
  return hours === 24 ? 'once a day' : `every ${hours} hours`
}

const sentenceCase = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
