import { useEffect, useState } from 'react'
import { isPictureType } from './attachment'

interface Shown {
  mimeType: string
  /** Null where nobody has them. */
  bytes: Blob | null
}

/** Addresses under which this page shows the pictures among `files`, in their places. They end with the page. */
export function usePictures(files: readonly Shown[]): readonly (string | null)[] {
  const [addresses, setAddresses] = useState<readonly (string | null)[]>([])
  useEffect(() => {
    const made = files.map(({ mimeType, bytes }) =>
      bytes !== null && isPictureType(mimeType) ? URL.createObjectURL(bytes) : null,
    )
    setAddresses(made)
    return () => {
      for (const address of made) if (address !== null) URL.revokeObjectURL(address)
    }
  }, [files])
  return addresses
}
