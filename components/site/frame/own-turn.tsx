import { Activity, type ReactNode } from 'react'

type OwnTurnProps = { children: ReactNode }

/**
 * A part of a page that React takes up in a turn of its own. All of it stands in the document from the
 * start, as without; between two turns the browser can answer its visitor, which a whole page at once
 * would keep it from for a third of a second on a phone.
 */
export function OwnTurn({ children }: OwnTurnProps) {
  return <Activity>{children}</Activity>
}
