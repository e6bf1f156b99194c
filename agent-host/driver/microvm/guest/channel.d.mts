import type { Duplex, Readable, Writable } from 'node:stream'

export class ChannelBroken extends Error {}

export class Channel {
  constructor(parts: {
    input: Readable
    output: Writable
    /** The host greets, and is the one that does not believe the other. */
    isHost: boolean
    /** Gets each stream that the other end opens, and the service that it asked for. */
    onOpen: (stream: Duplex, service: string) => void
    /** Told once when the other end breaks the rules. */
    onBroken: (error: ChannelBroken) => void
  })
  /** How many streams are open now. */
  readonly streams: number
  open(service: string): Duplex
  /** Ends every stream and reads no further. */
  close(): void
}

/** Carries bytes both ways between two streams until both directions have ended, or one breaks. */
export function joinStreams(near: Duplex, far: Duplex): void
