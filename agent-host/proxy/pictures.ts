import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { WebSocket } from 'ws'
import { orIfGone } from '../driver/linux/gone'
import { type BrowserRequest, type PictureAnswer, PictureParams } from '../protocol/socket'
import type { SocketMachine } from './socket-machine'

/** The gateway takes no larger ones (`policy.attachments.maxImageBytes`). */
const mostBytes = 6 * 1024 * 1024
/** Where the gateway keeps what people send, below the agent's home. */
const inbound = '.openclaw/media/inbound'

/**
 * The picture of that name which came with a message, or undefined. The folder belongs to the machine, so
 * nothing on the way to the file may be believed: what was opened has to lie where it was looked for.
 */
export async function readPicture(home: string, name: string): Promise<Buffer | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const wanted = join(await realpath(home), inbound, name)
  const opening = open(wanted, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  const file = await orIfGone(opening, undefined)
  if (file === undefined) return undefined
  try {
    return (await isAt(file, wanted)) ? await file.readFile() : undefined
  } finally {
    await file.close()
  }
}

async function isAt(file: FileHandle, wanted: string): Promise<boolean> {
  const found = await file.stat()
  if (!found.isFile() || found.size > mostBytes) return false
  // Only where the system tells what an open file is can a detour through a link be ruled out.
  return (await orIfGone(readlink(`/proc/self/fd/${file.fd}`), '')) === wanted
}

/** Answers one browser's requests for pictures, one after the other: each may be large. */
export class Pictures {
  readonly #machine: Pick<SocketMachine, 'dir' | 'homeReader'>
  readonly #browser: WebSocket
  #last: Promise<void> = Promise.resolve()

  constructor(machine: Pick<SocketMachine, 'dir' | 'homeReader'>, browser: WebSocket) {
    this.#machine = machine
    this.#browser = browser
  }

  /** Resolves when the answer has left. */
  answer(request: BrowserRequest): Promise<void> {
    const answered = this.#last.then(() => this.#answer(request))
    this.#last = answered.catch(() => undefined)
    return answered
  }

  async #answer({ id, params }: BrowserRequest): Promise<void> {
    const asked = PictureParams.safeParse(params)
    const bytes = asked.success ? await this.#find(asked.data.name) : undefined
    const head = { type: 'res', id }
    if (bytes === undefined) {
      const message = 'This picture is not there.'
      await this.#send({ ...head, ok: false, error: { code: 'NOT_FOUND', message } })
      return
    }
    const payload: PictureAnswer = { content: bytes.toString('base64') }
    await this.#send({ ...head, ok: true, payload })
  }

  #find(name: string): Promise<Buffer | undefined> {
    const { dir, homeReader } = this.#machine
    if (homeReader === undefined) return readPicture(dir.home, name)
    return homeReader(join(inbound, name), mostBytes)
  }

  /** A browser that has left needs no answer. */
  #send(frame: object): Promise<void> {
    return new Promise((resolve) => this.#browser.send(JSON.stringify(frame), () => resolve()))
  }
}
