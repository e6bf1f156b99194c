import 'server-only'
import { notFound } from 'next/navigation'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from './page-caller'

/**
 * The router for an operator's page. To anybody else such a page does not exist; null for somebody
 * signed out, whom the layout beside it sends to the door.
 */
export async function callerForOperator() {
  const actor = await pageActor()
  if (actor.kind !== 'user') return null
  if (!actor.isOperator) notFound()
  return callerForPage()
}
