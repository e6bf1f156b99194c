import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { StandInGateway } from '../../../agent-host/testing/stand-in-gateway'
import { answerForRole } from './roles'

/** The answer of every question: with its frame around it, 512 bytes go over the wire. */
const answer = { text: 'x'.repeat(440) }
/** One event of a stream; with its frame, 512 bytes too. */
const word = 'y'.repeat(400)

/** A stand-in gateway at each path. `stream N` makes one say N events. */
export async function runGateways({ paths, token }: { paths: string[]; token: string }) {
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true })
    const gateway = new StandInGateway(path, token)
    gateway.answers.set('chat.history', answer)
    gateway.reply = (say, message) => {
      const count = Number(message.replace('stream ', ''))
      for (let each = 0; each < count; each += 1) say(word)
      return Promise.resolve()
    }
    await gateway.listen()
  }
  answerForRole()
}
