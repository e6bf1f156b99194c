import { z } from 'zod'
import type { AgentSocket } from '../socket/agent-socket'
import { pictureMethod } from '../socket/protocol'
import { RequestFailed } from '../socket/socket-state'
import type { FetchPicture } from './shelf'

const Answer = z.object({ content: z.base64() })

/** Six megabytes over a phone's connection. */
const withinMs = 120_000

/** Pictures come over the agent's own socket, so that none has an address that could be passed on. */
export const fetchPictureOver =
  (socket: () => Pick<AgentSocket, 'request'>): FetchPicture =>
  async (name) => {
    try {
      const answer = Answer.parse(await socket().request(pictureMethod, { name }, withinMs))
      const bytes = Uint8Array.from(atob(answer.content), (letter) => letter.charCodeAt(0))
      return new Blob([bytes], { type: typeOf(name) })
    } catch (error) {
      // Gone, refused or offline: the message shows the picture's name instead.
      if (error instanceof RequestFailed) return null
      throw error
    }
  }

const typeOf = (name: string): string => {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`
}
