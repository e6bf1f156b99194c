import type { NextRequest } from 'next/server'
import { answerTakeout } from '@/server/auth/takeout-route'

export const dynamic = 'force-dynamic'

export const GET = (request: NextRequest): Promise<Response> => answerTakeout(request)
