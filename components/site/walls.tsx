import { ShoreSection } from './shore-section'

const notes = [
  {
    title: 'The gate for your browser',
    text: 'A connection needs a permit: signed, bound to your account and this agent, good for one use within a minute. It is checked before a single byte goes through.',
  },
  {
    title: 'One pipe into the machine',
    text: 'The agent host speaks to the gateway over a socket file that belongs to this machine alone. There is no address on any network that leads to it.',
  },
  {
    title: 'The wall',
    text: 'Every machine has its own processes, its own files and no network of its own. Which walls a server can build is tried out when it starts, and your console says in plain sentences what they keep out and what they do not. A server that can build none takes one account only.',
  },
  {
    title: 'Your agent',
    text: 'One OpenClaw gateway with its memory, skills and conversations. A machine serves one agent in its life and is never handed on.',
  },
  {
    title: 'The only way out',
    text: 'Model calls leave through the model gateway, which adds the provider’s key outside the machine. Nothing inside ever holds that key.',
  },
  {
    title: 'Somebody else',
    text: 'The neighbour’s pool is filled from the same tide and joined to yours by nothing.',
  },
]

export function Walls() {
  return (
    <section id="walls" aria-labelledby="walls-title" className="on-rock">
      <div className="mx-auto max-w-7xl px-4 pt-16 sm:px-8 lg:pt-24">
        <div className="grid gap-5 lg:grid-cols-12">
          <h2 id="walls-title" className="text-4xl lg:col-span-6">
            The shore, cut open
          </h2>
          <p className="max-w-prose text-lg text-on-slate-soft lg:col-span-5 lg:col-start-8">
            Every agent on a server has a machine of its own, and this is everything that leads into
            it or out of it.
          </p>
        </div>
      </div>
      <ShoreSection className="mx-auto my-6 w-full max-w-7xl xl:mask-[linear-gradient(to_right,transparent,black_3%,black_97%,transparent)] lg:my-8" />
      <ol className="mx-auto grid max-w-7xl gap-x-12 gap-y-8 px-4 pb-16 sm:grid-cols-2 sm:px-8 lg:grid-cols-3 lg:pb-24">
        {notes.map(({ title, text }, index) => (
          <li key={title} className="grid grid-cols-[2rem_1fr] gap-x-3">
            <span
              aria-hidden
              className="grid size-7 place-items-center rounded-full border border-glass-on-slate text-sm font-semibold text-glass-on-slate tabular-nums"
            >
              {index + 1}
            </span>
            <div className="grid gap-1.5">
              <h3 className="text-lg">{title}</h3>
              <p className="text-on-slate-soft">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
