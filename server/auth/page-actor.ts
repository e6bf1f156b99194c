import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import type { Actor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import { requestCtx } from './request-ctx'

/** Once per page, however many parts of it ask. */
export const pageCtx = cache(
  async (): Promise<Ctx> => requestCtx({ headers: await headers(), cookies: await cookies() }),
)

export const pageActor = async (): Promise<Actor> => (await pageCtx()).actor
