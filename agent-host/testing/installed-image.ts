import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** An installed image, where the start program puts it. */
export function findImage(): { dir: string; name: string } | undefined {
  const installed = fileURLToPath(new URL('../../.rockpool/images', import.meta.url))
  const names = existsSync(installed) ? readdirSync(installed) : []
  const places = names.map((name) => join(installed, name))
  const dir = places.find((place) => existsSync(join(place, 'node_modules/openclaw/openclaw.mjs')))
  return dir === undefined ? undefined : { dir, name: basename(dir) }
}
