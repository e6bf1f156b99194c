/** What is known of an attached file without its bytes. */
export interface Attachment {
  name: string
  mimeType: string
  /** Null where history does not tell. */
  sizeBytes: number | null
  /** Under which name the agent's machine keeps a picture; left out where nobody has said. */
  keptAs?: string
}

export interface AttachedFile extends Attachment {
  sizeBytes: number
  bytes: Blob
}

export const isPictureType = (mimeType: string): boolean => mimeType.startsWith('image/')

export const isPicture = ({ mimeType }: Attachment): boolean => isPictureType(mimeType)

/** The part that may be written down beside a message. */
export const withoutBytes = ({ name, mimeType, sizeBytes }: Attachment): Attachment => ({
  name,
  mimeType,
  sizeBytes,
})

const unit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** `830 bytes`, `12.4 KB`, `3 MB`, as a person's file window counts. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 1_000_000) return `${unit.format(bytes / 1_000)} KB`
  return `${unit.format(bytes / 1_000_000)} MB`
}
