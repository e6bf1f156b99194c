import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { webRuntime } from '@/server/context'
import { authOptions } from './auth-options'
import { arrivalOf } from './request-ctx'

interface RouteParams {
  params: Promise<{ nextauth: string[] }>
}

export async function answerAuth(request: NextRequest, route: RouteParams): Promise<Response> {
  const { env } = await webRuntime()
  const options = authOptions({ ...(await arrivalOf(request)), env })
  // next-auth leaves its answer without a type; only a Response may leave a route, so that is checked.
  const answer: unknown = await NextAuth(request, route, options)
  if (!(answer instanceof Response)) throw new Error('next-auth gave no answer')
  return answer
}
