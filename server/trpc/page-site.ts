import 'server-only'
import { cache } from 'react'
import { callerForPage } from './page-caller'

/** Whose site this is: once per page, however many parts of it ask. */
export const pageSite = cache(async () => (await callerForPage()).brand.site())
