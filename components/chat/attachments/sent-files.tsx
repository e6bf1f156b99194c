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

const none: readonly AttachedFile[] = []

/** What came with a message: its pictures where this browser has them, and the names of all the rest. */
export function SentFiles({ attachments, messageId, shelf }: SentFilesProps) {
  const [files, setFiles] = useState(none)
  useEffect(() => {
    let isHere = true
    if (messageId === null) return
    void shelf.get(messageId).then((found) => {
      // Fewer than the message had: nobody can tell which is which.
      if (isHere && found.length === attachments.length) setFiles(found)
    })
    return () => {
      isHere = false
    }
  }, [shelf, messageId, attachments.length])
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

function FileName({ attachment, name }: { attachment: Attachment; name: string }) {
  const Icon = isPicture(attachment) ? ImageIcon : FileText
  return (
    <span className="flex min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-3 py-2 text-sm">
      <Icon aria-hidden className="size-4.5 shrink-0 text-ink-soft" />
      <span className="min-w-0 truncate font-medium">{name}</span>
      {attachment.sizeBytes !== null && (
        <span className="shrink-0 text-xs text-ink-soft">{sizeWords(attachment.sizeBytes)}</span>
      )}
      {isPicture(attachment) && (
        <span className="text-xs text-ink-soft">shown in the browser that sent it</span>
      )}
    </span>
  )
}
