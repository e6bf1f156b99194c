import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Image {
  dir: string
  name: string
}

/** The image that the start program has installed. Throws when there is none. */
export function installedImage(): Image {
  const folder = process.env['ROCKPOOL_IMAGES_DIR'] ?? join(process.cwd(), '.rockpool/images')
  const names = existsSync(folder) ? readdirSync(folder) : []
  const name = names.find((each) => existsSync(join(folder, each, 'node_modules/openclaw')))
  if (name === undefined) throw new Error(`no image is installed in ${folder}: npm start brings it`)
  return { dir: join(folder, name), name }
}
