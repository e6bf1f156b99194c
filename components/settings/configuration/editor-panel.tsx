'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { Skeleton } from '@/components/ui/states/skeleton'
import { maxNoteLength, redactedMark } from '@/server/domain/configuration/input'
import type { RouterOutputs } from '@/server/trpc/root'
import { RoomPart } from '../room'
import { ConflictPart } from './conflict-part'
import { SaveOutcomeAlert } from './save-outcome'

type Current = RouterOutputs['configuration']['get']
type SaveOutcome = RouterOutputs['configuration']['save']
type EditorPanelProps = {
  agentId: NonNullable<RouterOutputs['agents']['mine']>['id']
  current: Current
}

const JsonEditor = dynamic(() => import('./json-editor'), {
  ssr: false,
  loading: () => <Skeleton className="h-[min(34rem,70dvh)]" />,
})

/** The text as it is typed, and the state that it was made from. */
type Draft = { text: string; base: string; hash: string }

const draftOf = ({ text, hash }: { text: string; hash: string }): Draft => ({
  text,
  base: text,
  hash,
})

export function EditorPanel({ agentId, current }: EditorPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(current))
  const [note, setNote] = useState('')
  const [outcome, setOutcome] = useState<SaveOutcome>()
  const [problem, setProblem] = useState<string>()
  const save = useMutation(api.configuration.save.mutationOptions())
  const isTouched = draft.text !== draft.base
  // Somebody else saved while nothing was typed here: there is nothing to lose, so the new state is shown.
  if (!isTouched && current.hash !== draft.hash && outcome?.kind !== 'stale') {
    setDraft(draftOf(current))
  }

  const send = async (hash: string) => {
    setOutcome(undefined)
    setProblem(undefined)
    try {
      const done = await save.mutateAsync({ agentId, text: draft.text, hash, note })
      setOutcome(done)
      if (done.kind !== 'saved' && done.kind !== 'stale') return
      // Either way this is what the agent has now; a draft that was typed into is not touched by it.
      const known = { text: done.text, hash: done.hash, readAt: new Date(), isLive: true }
      queryClient.setQueryData(api.configuration.get.queryKey({ agentId }), known)
      if (done.kind === 'stale') return
      setDraft(draftOf(done))
      setNote('')
      await queryClient.invalidateQueries(api.configuration.versions.queryFilter({ agentId }))
    } catch (error) {
      setProblem(readRefusal(error).sentence)
    }
  }
  const takeTheirs = (theirs: { text: string; hash: string }) => {
    setDraft(draftOf(theirs))
    setOutcome(undefined)
  }

  return (
    <RoomPart
      id="configuration-title"
      title="Now"
      lead={
        <span id="configuration-hint">
          JSON. Where a secret stands you see {redactedMark}; leave it, and the secret stays as it
          is. Press Escape, then Tab, to leave the editor by keyboard.
        </span>
      }
    >
      {!current.isLive && (
        <Alert tone="warn" title="Your agent does not run just now">
          This is what it said on {readAtWords(current.readAt)}. Open the chat to wake it; then it
          can be changed.
        </Alert>
      )}
      <JsonEditor
        text={draft.text}
        labelledBy="configuration-title"
        describedBy="configuration-hint"
        isReadOnly={!current.isLive}
        onChange={(text) => setDraft((now) => ({ ...now, text }))}
      />
      {outcome?.kind === 'stale' && (
        <ConflictPart
          opened={draft.base}
          now={outcome.text}
          mine={draft.text}
          isSaving={save.isPending}
          onTakeTheirs={() => takeTheirs(outcome)}
          onKeepMine={() => void send(outcome.hash)}
        />
      )}
      <SaveOutcomeAlert outcome={outcome} problem={problem} isTouched={isTouched} />
      <div className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <Field label="What this change is for" isOptional>
          {(control) => (
            <Input
              {...control}
              value={note}
              maxLength={maxNoteLength}
              autoComplete="off"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <div className="flex gap-3">
          <Button
            variant="primary"
            isBusy={save.isPending}
            disabled={!current.isLive || !isTouched}
            onClick={() => void send(draft.hash)}
          >
            Save
          </Button>
          {isTouched && (
            <Button variant="ghost" onClick={() => takeTheirs(current)}>
              Undo all
            </Button>
          )}
        </div>
      </div>
    </RoomPart>
  )
}

const readAtWords = (at: Date): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(at)
