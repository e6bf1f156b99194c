import 'server-only'
import { pageCtx } from '@/server/auth/page-actor'
import { createCaller } from './root'

/** The router for server components. Queries only: a page that is drawn carries no Origin. */
export const callerForPage = async () => createCaller(await pageCtx())
