import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** An installed image: where the start program puts it, or where the environment says. */
export function findImage(): { dir: string; name: string } | undefined {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  // The one place that may ask: tests have no composition root that could pass it in.
  // eslint-disable-next-line no-restricted-properties
  const given = process.env['ROCKPOOL_IMAGES_DIR']
  const places = [given, join(root, '.rockpool/images')].flatMap((place) =>
    place !== undefined && existsSync(place)
      ? readdirSync(place).map((name) => join(place, name))
      : [],
  )
  const dir = places.find((place) => existsSync(join(place, 'node_modules/openclaw/openclaw.mjs')))
  return dir === undefined ? undefined : { dir, name: basename(dir) }
}
