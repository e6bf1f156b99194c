'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { focusFirstInvalid } from '@/components/ui/form/focus-first-invalid'
import type { Agent } from './agent'
import { createDraftStore, emptyDraft } from './draft'
import { MachineStatus } from './machine-status'
import { QuestionStep } from './question-step'
import { problemOf, questions } from './questions'
import { StepMarks } from './step-marks'

type WelcomePanelProps = { agent: Agent }

export function WelcomePanel({ agent: first }: WelcomePanelProps) {
  const api = useTRPC()
  const router = useRouter()
  const [store] = useState(() => createDraftStore(first.id, () => window.localStorage))
  const draft = useSyncExternalStore(store.subscribe, store.read, () => emptyDraft)
  const [error, setError] = useState<string>()
  const [problem, setProblem] = useState<string>()

  const mine = useQuery(
    api.agents.mine.queryOptions(undefined, {
      initialData: first,
      // 1.5 s: fast enough to feel live, and only until the machine is ready.
      refetchInterval: (query) => (query.state.data?.phase === 'ready' ? false : 1_500),
    }),
  )
  const known = useQueryClient()
  const onboard = useMutation(
    api.agents.onboard.mutationOptions({
      onSuccess: async (answered) => {
        // What the next page finds first. A question still under way would bring back the nameless agent.
        await known.cancelQueries({ queryKey: api.agents.mine.queryKey() })
        known.setQueryData(api.agents.mine.queryKey(), answered)
      },
    }),
  )
  const agent = mine.data ?? first
  const name = draft.answers.name.trim() || 'your agent'

  const goTo = (step: number) => {
    setError(undefined)
    setProblem(undefined)
    store.write({ ...store.read(), step })
  }
  const refuse = (step: number, sentence: string) => {
    flushSync(() => {
      store.write({ ...store.read(), step })
      setError(sentence)
    })
    focusFirstInvalid(document.body)
  }
  const send = async () => {
    const { answers } = store.read()
    const wrong = questions.findIndex((each) => problemOf(each, answers[each.id]) !== undefined)
    const wrongQuestion = questions[wrong]
    if (wrongQuestion !== undefined) {
      return refuse(wrong, problemOf(wrongQuestion, answers[wrongQuestion.id]) ?? '')
    }
    setProblem(undefined)
    try {
      await onboard.mutateAsync({ agentId: first.id, ...answers })
    } catch (refused) {
      const { field, sentence } = readRefusal(refused)
      const step = questions.findIndex(({ id }) => id === field)
      return step === -1 ? setProblem(sentence) : refuse(step, sentence)
    }
    store.clear()
    router.push('/chat')
    router.refresh()
  }

  const question = questions[draft.step]
  if (question === undefined) throw new RangeError('The draft names a question that does not exist')
  const answer = draft.answers[question.id]
  const isLast = draft.step === questions.length - 1

  const next = () => {
    const found = problemOf(question, answer)
    if (found !== undefined) return refuse(draft.step, found)
    if (isLast) return void send()
    goTo(draft.step + 1)
  }

  return (
    <div className="grid min-h-full grid-rows-[auto_1fr] lg:grid-cols-[minmax(0,1fr)_minmax(18rem,26rem)] lg:grid-rows-1">
      <div className="lg:order-2">
        <MachineStatus agent={agent} name={name} isStale={mine.isError} />
      </div>
      <div className="mx-auto flex w-full max-w-2xl flex-col gap-8 lg:justify-center px-4 py-8 sm:px-8 lg:py-12">
        <h1 className="sr-only">Four questions</h1>
        <StepMarks step={draft.step} count={questions.length} />
        {problem !== undefined && (
          <Alert tone="problem" title="Your answers were not saved">
            {problem} They are kept in this browser; try again.
          </Alert>
        )}
        <QuestionStep
          key={question.id}
          question={question}
          name={name}
          answer={answer}
          error={error}
          isLast={isLast}
          isBusy={onboard.isPending || onboard.isSuccess}
          onAnswer={(text) => {
            setError(undefined)
            store.write({ ...draft, answers: { ...draft.answers, [question.id]: text } })
          }}
          onNext={next}
          onBack={draft.step === 0 ? undefined : () => goTo(draft.step - 1)}
        />
      </div>
    </div>
  )
}
