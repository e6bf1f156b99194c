import { isHealthy } from '@/server/health'

export const dynamic = 'force-dynamic'

/** Open to all, so it says whether and never why. */
export async function GET(): Promise<Response> {
  const ok = await isHealthy()
  return Response.json({ ok }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
