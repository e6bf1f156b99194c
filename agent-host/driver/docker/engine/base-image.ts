import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import type { Architecture } from '../../box/syscalls'

/** An image as `docker load` reads it, and what Docker will say that it holds. */
export interface BaseImage {
  reference: string
  /** The digest of its one layer: whatever answers to `reference` and holds another is not ours. */
  layer: string
  archive: Buffer
}

/** Everything that a machine sees is bound over these; what stays visible of the image itself is empty. */
const folders = [
  ...['dev', 'etc', 'proc', 'sys', 'run', 'tmp', 'usr', 'home', 'home/agent'],
  ...['host', 'opt', 'opt/image', 'var', 'var/tmp'],
]
/** One merged /usr, as every current distribution has it. */
const links = ['bin', 'sbin', 'lib', 'lib64'].map((name) => ({ name, linkname: `usr/${name}` }))

/** A day that never changes, so that the same image comes out on every server. */
const mtime = new Date(0)

/** Mount points and nothing else: programs, OpenClaw and homes are bound, as every other driver does it. */
export async function baseImage(architecture: Architecture): Promise<BaseImage> {
  const layer = await tar([
    ...folders.map((name) => ({ header: { name, type: 'directory' as const, mode: 0o755 } })),
    ...links.map((link) => ({ header: { ...link, type: 'symlink' as const } })),
  ])
  const digest = sha256(layer)
  const config = Buffer.from(
    JSON.stringify({
      architecture: architecture === 'x64' ? 'amd64' : 'arm64',
      os: 'linux',
      created: mtime.toISOString(),
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
      history: [{ created: mtime.toISOString(), created_by: 'rockpool' }],
    }),
  )
  const reference = `rockpool-box:${digest.slice(0, 16)}`
  const [configName, layerName] = [`${sha256(config)}.json`, 'layer.tar']
  const manifest = [{ Config: configName, RepoTags: [reference], Layers: [layerName] }]
  const archive = await tar([
    { header: { name: configName, mode: 0o644 }, content: config },
    { header: { name: layerName, mode: 0o644 }, content: layer },
    {
      header: { name: 'manifest.json', mode: 0o644 },
      content: Buffer.from(JSON.stringify(manifest)),
    },
  ])
  return { reference, layer: `sha256:${digest}`, archive }
}

interface Entry {
  header: { name: string; type?: 'directory' | 'symlink'; linkname?: string; mode?: number }
  content?: Buffer
}

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack()
  for (const { header, content } of entries) {
    archive.entry({ ...header, mtime, uid: 0, gid: 0 }, content ?? Buffer.alloc(0))
  }
  archive.finalize()
  return buffer(archive)
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
