import { Ban, Check, CircleSlash, Hourglass } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { type Approval, type Decision, isOpen } from './approval'
import { folderWords, leftWords, outcomeWords } from './approval-words'
import { useNow } from './use-now'

type ApprovalCardProps = {
  approval: Approval
  agentName: string
  onAnswer: (decision: Decision) => void
}

/** A command that the agent may not run by itself: what it is, and the person's answer to it. */
export function ApprovalCard({ approval, agentName, onAnswer }: ApprovalCardProps) {
  const card = useRef<HTMLElement>(null)
  const answer = (decision: Decision) => {
    // The buttons are about to go; who works by keyboard goes on from here.
    card.current?.focus()
    onAnswer(decision)
  }
  return (
    <section
      ref={card}
      tabIndex={-1}
      aria-label={`${agentName} asks for permission`}
      className="ml-11 min-w-0 rounded-md outline-offset-4 sm:ml-14"
    >
      {isOpen(approval) ? (
        <Question approval={approval} agentName={agentName} onAnswer={answer} />
      ) : (
        <Outcome approval={approval} />
      )}
    </section>
  )
}

function Question({ approval, agentName, onAnswer }: ApprovalCardProps) {
  const nowMs = useNow(15_000)
  const isAnswering = approval.state === 'answering'
  return (
    <div className="grid gap-3 rounded-md border-l-4 border-kelp bg-sand-wash px-4 py-3.5">
      <p className="font-semibold">{agentName} wants to run a command</p>
      <Command text={approval.command} />
      <p className="flex items-start gap-1.5 text-sm text-ink-soft">
        <Hourglass aria-hidden className="mt-0.75 size-4 shrink-0" />
        <span className="min-w-0 wrap-anywhere">
          {approval.folder !== null && `In ${folderWords(approval.folder)}. `}
          {leftWords(approval.expiresAtMs - nowMs)}
        </span>
      </p>
      {approval.problem !== null && (
        <p role="alert" className="text-sm text-urchin">
          {approval.problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" isBusy={isAnswering} onClick={() => onAnswer('allow-once')}>
          Allow once
        </Button>
        <Button
          variant="outline"
          size="sm"
          aria-disabled={isAnswering || undefined}
          onClick={() => onAnswer('deny')}
        >
          Deny
        </Button>
      </div>
    </div>
  )
}

function Outcome({ approval }: { approval: Approval }) {
  const isAllowed = approval.state === 'allowed' || approval.state === 'elsewhere-allowed'
  const isDenied = approval.state === 'denied' || approval.state === 'elsewhere-denied'
  const Icon = isAllowed ? Check : isDenied ? Ban : CircleSlash
  return (
    <div className="grid gap-1.5 border-l-4 border-line-strong px-4 py-1 text-sm text-ink-soft">
      <p className="flex items-start gap-2">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{outcomeWords(approval)}</span>
      </p>
      <Command text={approval.command} />
    </div>
  )
}

function Command({ text }: { text: string }) {
  return (
    <div
      role="group"
      // A keyboard scrolls only what it can reach.
      tabIndex={0}
      aria-label="Command"
      className="max-h-40 overflow-auto rounded-sm bg-surface px-3 py-2"
    >
      <pre className="font-mono text-xs leading-relaxed whitespace-pre-wrap wrap-anywhere text-ink">
        {text}
      </pre>
    </div>
  )
}
