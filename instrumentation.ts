import { webRuntime } from '@/server/context'

/** Opens connections while nobody waits yet. When that fails, the first request tries again and says why. */
export async function register(): Promise<void> {
  await webRuntime().catch(() => undefined)
}
