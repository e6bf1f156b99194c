import { resolve } from 'node:path'
import { StartProblem } from './start-problem'

export interface Settings {
  /** The folder of package.json. */
  root: string
  /** Everything that must survive a stop. */
  home: string
  imagesDir: string
  isDevelopment: boolean
  /** Only prepares one thing and ends. */
  only: 'build' | 'image' | undefined
  listen: { host: string; port: number }
  /** Set when visitors come by another address than ours. */
  publicUrl: string | undefined
  /** A database of the operator's own; without it we run one. */
  databaseUrl: string | undefined
  secretKey: string | undefined
}

const defaultPort = 3000

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return defaultPort
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StartProblem(
    `PORT is "${text}", which is not a port.`,
    'For example: PORT=8080 npm start',
  )
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
  throw new StartProblem(
    `ROCKPOOL_PUBLIC_URL is "${text}", which is not the address of a site.`,
    'For example: ROCKPOOL_PUBLIC_URL=https://pool.example.com',
  )
}

const known = new Set(['--dev', '--build', '--image'])

/** Reads arguments and environment once. Port 0 means any free port, for tests. */
export function readSettings(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const unknown = args.find((arg) => !known.has(arg))
  if (unknown !== undefined) {
    throw new StartProblem(`"${unknown}" is not known here.`, 'npm start, or npm run dev')
  }
  const home = resolve(root, env['ROCKPOOL_HOME'] ?? '.rockpool')
  const port = readPort(env['PORT'])
  const host = env['HOST'] ?? '127.0.0.1'
  return {
    root,
    home,
    imagesDir: resolve(env['ROCKPOOL_IMAGES_DIR'] ?? `${home}/images`),
    isDevelopment: args.includes('--dev'),
    only: args.includes('--build') ? 'build' : args.includes('--image') ? 'image' : undefined,
    listen: { host, port },
    publicUrl: readPublicUrl(env['ROCKPOOL_PUBLIC_URL']),
    databaseUrl: env['DATABASE_URL'],
    secretKey: env['ROCKPOOL_SECRET_KEY'],
  }
}
