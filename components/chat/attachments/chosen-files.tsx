import { FileText, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { type AttachedFile, sizeWords } from './attachment'
import type { TrayView } from './tray'
import { usePictures } from './use-pictures'

type ChosenFilesProps = {
  tray: TrayView
  onRemove: (file: AttachedFile) => void
}

/** The files that will go with the next message. */
export function ChosenFiles({ tray, onRemove }: ChosenFilesProps) {
  const { files, isKept } = tray
  const pictures = usePictures(files)
  if (files.length === 0) return null
  return (
    <div className="grid gap-1.5 px-1 pt-1">
      <ul aria-label="Files for the next message" className="flex flex-wrap gap-2">
        {files.map((file, index) => (
          <li
            key={`${index}:${file.name}`}
            className="flex max-w-full min-w-0 items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-1.5 text-sm"
          >
            <Thumbnail address={pictures[index] ?? null} />
            <span className="grid min-w-0">
              <span className="max-w-44 truncate font-medium">{file.name}</span>
              <span className="text-xs text-ink-soft">{sizeWords(file.sizeBytes)}</span>
            </span>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${file.name}`}
              onClick={() => onRemove(file)}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      {!isKept && (
        <p role="status" className="text-xs text-ink-soft">
          Your browser has no room to keep these: send them before you load the page again.
        </p>
      )}
    </div>
  )
}

function Thumbnail({ address }: { address: string | null }) {
  if (address === null) {
    return <FileText aria-hidden className="mx-1 size-5 shrink-0 text-ink-soft" />
  }
  // The name stands beside it.
  return <img src={address} alt="" className="size-10 shrink-0 rounded-sm object-cover" />
}
