import type { NextRequest } from 'next/server'
import { answerLogo } from '@/server/auth/logo-route'

type LogoRoute = { params: Promise<{ file: string }> }

export const GET = async (request: NextRequest, { params }: LogoRoute): Promise<Response> =>
  answerLogo(request, (await params).file)
