const steps = [
  {
    you: 'You look around.',
    machine:
      'A machine boots. Its gateway has to answer, and one warm-up turn has to come back, before it may call itself ready. It waits in the pool and holds nobody’s secrets.',
  },
  {
    you: 'You choose a plan and skills.',
    machine:
      'The list you choose from was reported by a gateway of exactly this kind: what is complete, and what still lacks a key or a program.',
  },
  {
    you: 'You start the trial.',
    machine:
      'One database statement claims a ready machine for you and for nobody else. If none is ready, you see your place in the queue and an estimate taken from recent boots.',
  },
  {
    you: 'You answer four questions.',
    machine:
      'Name, character, what it should know about you, and its first task become your agent’s own identity files.',
  },
  {
    you: 'You talk.',
    machine:
      'Your browser opens one connection with a permit that works once and for a minute. Your first message is held until your agent really carries your answers.',
  },
]

/** What the person does on the left, what happens below the surface on the right. */
export function TwoLanes() {
  return (
    <section aria-labelledby="lanes-title" className="border-t border-line bg-surface">
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:grid-cols-12 lg:py-24">
        <h2 id="lanes-title" className="text-4xl lg:sticky lg:top-10 lg:col-span-4 lg:self-start">
          What happens on the shore, and what happens under water
        </h2>
        <ol className="lg:col-span-8">
          {steps.map(({ you, machine }, index) => (
            <li
              key={you}
              className="grid gap-x-8 gap-y-2 border-t border-line py-6 first:border-t-0 first:pt-0 sm:grid-cols-[2.5rem_minmax(0,2fr)_minmax(0,3fr)]"
            >
              <span
                aria-hidden
                className="font-display text-xl font-semibold text-ink-soft tabular-nums"
              >
                {index + 1}
              </span>
              <p className="font-display text-xl font-semibold">{you}</p>
              <p className="border-l-2 border-glass pl-4 text-ink-soft">{machine}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
