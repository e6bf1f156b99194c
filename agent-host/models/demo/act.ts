/** One call of a tool of the gateway, and what the model says with it. */
export interface DemoAct {
  tool: 'exec' | 'write'
  arguments: Record<string, string>
  words: string
}

// A plain name: nothing that a shell or a path could read as more than a file of the workspace.
const file = '([A-Za-z0-9_][A-Za-z0-9_.-]{0,80}?)'
const polite = '^(?:please )?'
const remove = new RegExp(`${polite}(?:delete|remove) (?:the )?(?:file )?${file}[.!]?$`, 'i')
const write = new RegExp(
  `${polite}(?:make|write|create) (?:the |a )?file ${file}(?: saying (.+?))?[.!]?$`,
  'i',
)
const list = new RegExp(`${polite}(?:list|show) (?:me )?(?:the|my|your) files[.!]?$`, 'i')

/** What the demo model does about a message, or null when it only talks. */
export function demoAct(said: string): DemoAct | null {
  if (list.test(said)) {
    return { tool: 'exec', arguments: { command: 'ls' }, words: 'I will look.' }
  }
  const [, removed] = remove.exec(said) ?? []
  if (removed !== undefined) {
    return {
      tool: 'exec',
      arguments: { command: `rm ${removed}` },
      words: `I will delete ${removed}.`,
    }
  }
  const [, written, content] = write.exec(said) ?? []
  if (written !== undefined) {
    return {
      tool: 'write',
      arguments: { path: written, content: `${content ?? 'Written by the demo model.'}\n` },
      words: `I will write ${written}.`,
    }
  }
  return null
}
