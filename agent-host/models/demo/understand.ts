import { type ChatRequest, textOf } from '../chat-request'

/** What the demo model can tell from a request: who it is, whom it serves, what was said last. */
export interface DemoContext {
  /** The agent's name as IDENTITY.md gives it. */
  name: string
  /** The body of IDENTITY.md and USER.md as the gateway loaded them; empty when they say nothing. */
  identity: string
  user: string
  said: string
  /** The skills that the gateway offers the model, by name. */
  skills: string[]
  /** Files came with it. How many cannot be told: the gateway's lines about them vary with their kinds. */
  hasFiles: boolean
  /** What came back from the tool that was called for this message; null before any was. */
  outcome: string | null
}

const internalContext = '<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>'

/** The text below `## …/NAME` up to the next workspace file or the end of the project context. */
function workspaceFile(system: string, name: string): string {
  const start = new RegExp(`^## \\S*/${name.replace('.', '\\.')}$`, 'm').exec(system)
  if (start === null) return ''
  const rest = system.slice(start.index + start[0].length)
  const end = /^(## \/\S+\.md$|<!-- \/?openclaw:)/m.exec(rest)
  return (end === null ? rest : rest.slice(0, end.index)).trim()
}

/** The names in the list of skills, which stands in the system text as XML. */
function skillsIn(system: string): string[] {
  const list = /<available_skills>([\s\S]*?)<\/available_skills>/.exec(system)?.[1] ?? ''
  return [...list.matchAll(/<name>([^<]*)<\/name>/g)].flatMap(([, name]) => name ?? [])
}

const isPersons = (message: ChatRequest['messages'][number]): boolean =>
  message.role === 'user' && !textOf(message).startsWith(internalContext)

/** One line for each file, which the gateway writes before the person's own. */
const fileLine = /^\[media attached(?: \d+\/\d+)?: [^\n]*\]$/gm

/** When it was said. It stands before the lines for files or behind them. */
const stamp = /^\[[A-Z][a-z]{2} [^\]\n]{8,56}\] /

/** The text of attached files, which the gateway writes behind the person's own words, marked as foreign. */
const fileContent = /\s*(?:<file\b|<<<EXTERNAL_UNTRUSTED_CONTENT)[\s\S]*$/

/** What the person wrote, without what the gateway writes before and behind it. */
const plain = (text: string): string =>
  text
    .replace(stamp, '')
    .replaceAll(fileLine, '')
    .replace(fileContent, '')
    .trim()
    .replace(stamp, '')
    .replace(/\n\nRuntime: agent=[^\n]*$/, '')
    .trim()

export function understand(request: ChatRequest): DemoContext {
  const system = request.messages
    .filter((message) => message.role === 'system' || message.role === 'developer')
    .map(textOf)
    .join('\n')
  const identity = workspaceFile(system, 'IDENTITY.md')
  const last = request.messages.findLastIndex(isPersons)
  const question = request.messages[last]
  const asked = question === undefined ? '' : textOf(question)
  const outcome = request.messages.slice(last + 1).findLast(({ role }) => role === 'tool')
  const name = /^[-*\s]*\**name:?\**:?\s*(.+)$/im.exec(identity)?.[1]?.replaceAll('*', '').trim()
  return {
    name: name === undefined || name === '' ? 'your agent' : name,
    identity,
    skills: skillsIn(system),
    user: workspaceFile(system, 'USER.md'),
    said: plain(asked),
    hasFiles: asked.search(fileLine) !== -1,
    outcome: outcome === undefined ? null : textOf(outcome).trim(),
  }
}
