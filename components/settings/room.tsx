import type { ReactNode } from 'react'

type RoomProps = {
  title: string
  /** One sentence: what is decided here and whom it touches. */
  lead: ReactNode
  children: ReactNode
}

/** The inside of one settings page. Its parts are separated by air and a line, not by boxes. */
export function Room({ title, lead, children }: RoomProps) {
  return (
    <div className="grid max-w-3xl gap-10">
      <div className="grid gap-2">
        <h1 className="text-3xl">{title}</h1>
        <p className="max-w-prose text-lg text-ink-soft">{lead}</p>
      </div>
      {children}
    </div>
  )
}

type RoomPartProps = {
  id: string
  title: ReactNode
  lead?: ReactNode
  children: ReactNode
}

export function RoomPart({ id, title, lead, children }: RoomPartProps) {
  return (
    <section aria-labelledby={id} className="grid gap-5 border-t border-line pt-8">
      <div className="grid gap-1.5">
        <h2 id={id} className="flex flex-wrap items-center gap-3 text-xl">
          {title}
        </h2>
        {lead !== undefined && <p className="max-w-prose text-ink-soft">{lead}</p>}
      </div>
      {children}
    </section>
  )
}
