import { type ChatRequest, textOf } from '../chat-request'

/** What the demo model can tell from a request: who it is, whom it serves, what was said last. */
export interface DemoContext {
  /** The agent's name as IDENTITY.md gives it. */
  name: string
  /** The body of IDENTITY.md and USER.md as the gateway loaded them; empty when they say nothing. */
  identity: string
  user: string
  said: string
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

/** What the person wrote, without the time stamp before it and the run-time line behind it. */
function said(messages: ChatRequest['messages']): string {
  const texts = messages
    .filter((message) => message.role === 'user')
    .map(textOf)
    .filter((text) => !text.startsWith(internalContext))
  const last = texts.at(-1) ?? ''
  return last
    .replace(/^\[[^\]\n]{8,60}\] /, '')
    .replace(/\n\nRuntime: agent=[^\n]*$/, '')
    .trim()
}

export function understand(request: ChatRequest): DemoContext {
  const system = request.messages
    .filter((message) => message.role === 'system' || message.role === 'developer')
    .map(textOf)
    .join('\n')
  const identity = workspaceFile(system, 'IDENTITY.md')
  const name = /^[-*\s]*\**name:?\**:?\s*(.+)$/im.exec(identity)?.[1]?.replaceAll('*', '').trim()
  return {
    name: name === undefined || name === '' ? 'your agent' : name,
    identity,
    user: workspaceFile(system, 'USER.md'),
    said: said(request.messages),
  }
}
