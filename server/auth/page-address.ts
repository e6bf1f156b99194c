import 'server-only'
import { cache } from 'react'
import { publicAddress } from '@/server/domain/brand'
import { pageCtx } from './page-actor'

/** The origin that absolute addresses of a page begin with; asked for once per page. */
export const pageAddress = cache(async (): Promise<string> => publicAddress(await pageCtx()))
