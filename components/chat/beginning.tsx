import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { Skeleton } from '@/components/ui/states/skeleton'
import { type Agent, nameOf, type Words } from './connection-words'

type ArrivalProps = { agent: Agent; words: Words; isStuck: boolean }

/** Before the agent was ready for the first time: what is going on, and for how long. */
export function Arrival({ agent, words, isStuck }: ArrivalProps) {
  return (
    <div className="my-auto grid justify-items-start gap-4 py-6">
      <TideRings
        seed={agent.id}
        mood={isStuck ? 'still' : 'working'}
        rings={7}
        className={cn('size-32', isStuck ? 'text-ink-soft' : 'text-glass-ink')}
      />
      <h2 className="text-2xl">{words.title}</h2>
      <p className="max-w-prose text-ink-soft">
        {words.detail}
        {!isStuck && ' What you write now waits here and goes out first.'}
      </p>
      {agent.isolation.length > 0 && (
        <ul className="grid max-w-prose gap-1 border-l-2 border-line pl-4 text-sm text-ink-soft">
          {agent.isolation.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

type FirstWordsProps = { agent: Agent; isDemo: boolean; onPick: (text: string) => void }

const openings = [
  'What can you do for me?',
  'What do you know about me so far?',
  'Which of your skills are switched on?',
]

/** A conversation in which nothing was said. */
export function FirstWords({ agent, isDemo, onPick }: FirstWordsProps) {
  const name = nameOf(agent)
  return (
    <div className="my-auto grid justify-items-start gap-4 py-6">
      <TideRings seed={agent.id} mood="ready" rings={7} className="size-32 text-glass-ink" />
      <h2 className="text-2xl">{name} is here</h2>
      <p className="max-w-prose text-ink-soft">
        {isDemo
          ? `${name} answers with the built-in demo model: a small program that knows a few sentences. The operator of this installation can give it a real one.`
          : `Tell ${name} what is on your mind. It remembers what you tell it, works in its own machine, and says so when it uses a tool.`}
      </p>
      <ul className="flex flex-wrap gap-2">
        {openings.map((text) => (
          <li key={text}>
            <Button variant="outline" size="sm" onClick={() => onPick(text)}>
              {text}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** History is on its way. */
export function HistoryLoading() {
  return (
    <div className="grid gap-6" aria-hidden>
      <Skeleton className="ml-auto h-12 w-2/5" />
      <div className="grid gap-2.5 pl-12">
        <Skeleton className="h-5 w-11/12" />
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="h-5 w-3/5" />
      </div>
      <Skeleton className="ml-auto h-12 w-1/3" />
    </div>
  )
}
