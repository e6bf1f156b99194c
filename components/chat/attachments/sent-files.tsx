import { FileText, Image as ImageIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type AttachedFile, type Attachment, isPicture, sizeWords } from './attachment'
import type { Shelf } from './shelf'
import { usePictures } from './use-pictures'

type SentFilesProps = {
  attachments: readonly Attachment[]
  /** Under which this browser may hold the bytes; null when the message came another way. */
  messageId: string | null
  shelf: Shelf
}

type Shown = Pick<AttachedFile, 'mimeType'> & { name: string | null; bytes: Blob | null }

const none: readonly Shown[] = []

/** What came with a message: its pictures, from this browser or from the agent, and the names of all the rest. */
export function SentFiles({ attachments, messageId, shelf }: SentFilesProps) {
  const [files, setFiles] = useState(none)
  // Equal for the same files, although every reading of the history makes new ones.
  const kept = attachments.map(({ keptAs }) => keptAs ?? '').join('/')
  useEffect(() => {
    let isHere = true
    void find(shelf, messageId, kept.split('/')).then((found) => {
      if (isHere) setFiles(found)
    })
    return () => {
      isHere = false
    }
  }, [shelf, messageId, kept])
  const pictures = usePictures(files)
  return (
    <ul aria-label="Attached files" className="flex max-w-full flex-wrap justify-end gap-2">
      {attachments.map((attachment, index) => {
        const address = pictures[index] ?? null
        const name = files[index]?.name ?? attachment.name
        return (
          <li key={`${index}:${attachment.name}`} className="min-w-0">
            {address === null ? (
              <FileName attachment={attachment} name={name} />
            ) : (
              <a
                href={address}
                target="_blank"
                rel="noreferrer"
                className="block overflow-hidden rounded-lg border border-line"
              >
                <img
                  src={address}
                  alt={name}
                  className="max-h-64 max-w-full bg-sunken object-contain sm:max-w-80"
                />
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** `kept` has a place for each file of the message: under which name the agent has it, or nothing. */
async function find(
  shelf: Shelf,
  messageId: string | null,
  kept: readonly string[],
): Promise<readonly Shown[]> {
  const here = messageId === null ? [] : await shelf.get(messageId)
  // Fewer than the message had: nobody can tell which is which.
  if (here.length === kept.length) return here
  return Promise.all(
    kept.map(async (name) => {
      const bytes = name === '' ? null : await shelf.picture(name)
      return { name: null, mimeType: bytes?.type ?? '', bytes }
    }),
  )
}

function FileName({ attachment, name }: { attachment: Attachment; name: string }) {
  const Icon = isPicture(attachment) ? ImageIcon : FileText
  return (
    <span className="flex min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-3 py-2 text-sm">
      <Icon aria-hidden className="size-4.5 shrink-0 text-ink-soft" />
      <span className="min-w-0 truncate font-medium">{name}</span>
      {attachment.sizeBytes !== null && (
        <span className="shrink-0 text-xs text-ink-soft">{sizeWords(attachment.sizeBytes)}</span>
      )}
    </span>
  )
}
