import { useEffect, useState } from 'react'
import { type AttachedFile, isPicture } from './attachment'

/** Addresses under which this page shows the pictures among `files`, in their places. They end with the page. */
export function usePictures(files: readonly AttachedFile[]): readonly (string | null)[] {
  const [addresses, setAddresses] = useState<readonly (string | null)[]>([])
  useEffect(() => {
    const made = files.map((file) => (isPicture(file) ? URL.createObjectURL(file.bytes) : null))
    setAddresses(made)
    return () => {
      for (const address of made) if (address !== null) URL.revokeObjectURL(address)
    }
  }, [files])
  return addresses
}
