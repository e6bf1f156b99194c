import { TideRings } from '@/components/ui/rings/tide-rings'
import type { Agent } from './agent'
import { machineWords } from './machine-words'

type MachineStatusProps = {
  agent: Agent
  name: string
  /** True while newer news could not be fetched. */
  isStale: boolean
}

/** The pool beside the questions: what the machine does while its owner writes. */
export function MachineStatus({ agent, name, isStale }: MachineStatusProps) {
  const { headline, detail, mood } = machineWords(agent)
  return (
    <aside
      aria-label="Your machine"
      className="on-rock flex items-center gap-4 px-4 py-3 sm:px-8 lg:h-full lg:flex-col lg:items-start lg:justify-between lg:gap-8 lg:overflow-y-auto lg:px-10 lg:py-12"
    >
      <div className="flex min-w-0 items-center gap-4 lg:flex-col lg:items-start lg:gap-8">
        <TideRings
          seed={agent.id}
          mood={mood}
          rings={7}
          className="size-12 text-glass-on-slate lg:-ml-4 lg:size-72"
        />
        <div role="status" className="grid min-w-0 gap-1 lg:gap-2">
          <p className="font-display text-lg leading-tight font-semibold lg:text-2xl">{headline}</p>
          <p className="text-sm text-on-slate-soft lg:text-base">{detail}</p>
          {isStale && (
            <p className="text-sm text-coral-on-slate">
              The server does not answer at the moment; this may have changed.
            </p>
          )}
        </div>
      </div>
      {agent.isolation.length > 0 && (
        <details className="group hidden w-full border-t border-slate-line pt-4 lg:block">
          <summary className="rounded-sm font-medium text-on-slate-soft hover:text-on-slate">
            What keeps {name} apart from others
          </summary>
          <ul className="mt-3 grid gap-2 text-sm text-on-slate-soft">
            {agent.isolation.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </aside>
  )
}
