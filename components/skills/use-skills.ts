'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import type { AgentId, MySkills, Skill } from './skill'

/** While a switch has not reached the agent the list is asked for again. */
const pollEveryMs = 2_000

/** The skills of one agent and the hand that switches them. A switch shows at once and goes back if refused. */
export function useSkills(agentId: AgentId, initial: MySkills) {
  const trpc = useTRPC()
  const known = useQueryClient()
  const asked = trpc.skills.list.queryOptions(
    { agentId },
    {
      initialData: initial,
      refetchInterval: (query) => {
        const { data } = query.state
        const isKeyUnderWay = data?.skills.some(({ enteredKey }) => enteredKey?.isApplied === false)
        const isUnderWay = data?.isApplied === false || isKeyUnderWay === true
        return isUnderWay && data?.isLive === true ? pollEveryMs : false
      },
    },
  )
  const list = useQuery(asked)
  const change = useMutation(
    trpc.skills.switch.mutationOptions({
      onMutate: async ({ skillKey, on }) => {
        await known.cancelQueries({ queryKey: asked.queryKey })
        known.setQueryData(asked.queryKey, (before) => before && withSwitched(before, skillKey, on))
      },
      onError: (error, { skillKey, on }) => {
        known.setQueryData(asked.queryKey, (now) => now && withSwitched(now, skillKey, !on))
        toast.error(readRefusal(error).sentence)
      },
      onSettled: () => known.invalidateQueries({ queryKey: asked.queryKey }),
    }),
  )
  const switchTo = (skill: Skill, on: boolean) => {
    change.mutate(
      { agentId, skillKey: skill.key, on },
      {
        onSuccess: () => {
          toast(`${skill.name} is ${on ? 'on' : 'off'}.`, {
            action: {
              label: 'Undo',
              onClick: () => change.mutate({ agentId, skillKey: skill.key, on: !on }),
            },
          })
        },
      },
    )
  }
  const reload = () => known.invalidateQueries({ queryKey: asked.queryKey })
  return { list, switchTo, isChanging: change.isPending, reload }
}

const withSwitched = (skills: MySkills, key: string, on: boolean): MySkills => ({
  ...skills,
  isApplied: false,
  skills: skills.skills.map((skill) => (skill.key === key ? { ...skill, isOn: on } : skill)),
})
