/** What the first memory of a virtual machine holds. Parents come before what is in them. */
export type InitialFile =
  | { path: string; kind: 'folder' }
  | { path: string; kind: 'file'; content: Buffer; executable: boolean }

const folderMode = 0o040_755
const modes = { plain: 0o100_644, executable: 0o100_755 } as const

/** An archive of the format that the kernel unpacks into its first file system ("newc"). */
export function initialArchive(files: readonly InitialFile[]): Buffer {
  const entries = files.map((file, at) => {
    if (file.kind === 'folder') {
      return entry({ number: at + 1, path: file.path, mode: folderMode, content: Buffer.alloc(0) })
    }
    const mode = file.executable ? modes.executable : modes.plain
    return entry({ number: at + 1, path: file.path, mode, content: file.content })
  })
  const last = entry({ number: 0, path: 'TRAILER!!!', mode: 0, content: Buffer.alloc(0) })
  return Buffer.concat([...entries, last])
}

function entry(about: { number: number; path: string; mode: number; content: Buffer }): Buffer {
  const { number, path, mode, content } = about
  const name = Buffer.from(`${path}\0`)
  const links = mode === folderMode ? 2 : 1
  // inode, mode, uid, gid, links, time, size, four device numbers, length of the name, checksum
  const fields = [number, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0]
  const head = Buffer.from(`070701${fields.map(eightDigits).join('')}`)
  return Buffer.concat([padded(Buffer.concat([head, name])), padded(content)])
}

const eightDigits = (value: number): string => value.toString(16).padStart(8, '0')

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
