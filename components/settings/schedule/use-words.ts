'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import type { RouterOutputs } from '@/server/trpc/root'
import { browserZone } from './task'

type Read = RouterOutputs['schedule']['preview']

/** A pause in typing: words are read when somebody has thought, not at each letter. */
const pauseMs = 300

/** What the server makes of the words for a moment, as they are typed and once more at the save. */
export function useWords(words: string) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const [settled, setSettled] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), pauseMs)
    return () => clearTimeout(timer)
  }, [words])
  const asked = { words: settled.trim(), timeZone: browserZone() }
  const read = useQuery(api.schedule.preview.queryOptions(asked, { enabled: asked.words !== '' }))
  return {
    /** Undefined while nothing is known about exactly these words. */
    read: settled === words ? read.data : undefined,
    error: read.error,
    /** "In two hours" counts from the save, so it is read anew then. */
    readNow: (): Promise<Read> =>
      queryClient.fetchQuery({
        ...api.schedule.preview.queryOptions({ words: words.trim(), timeZone: browserZone() }),
        staleTime: 0,
      }),
  }
}
