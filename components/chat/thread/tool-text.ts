/** A tool's arguments or result for a person: the one string it is about, or indented JSON. */
export function readable(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (isRecord(value)) {
    const entries = Object.entries(value)
    const [only] = entries
    if (entries.length === 1 && only !== undefined && typeof only[1] === 'string') return only[1]
  }
  return JSON.stringify(value, null, 2)
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a person calls the gateway's own tools. Tools of skills keep their names. */
const doing: Record<string, { now: string; past: string }> = {
  exec: { now: 'Running a command', past: 'Ran a command' },
  process: { now: 'Looking after a running command', past: 'Looked after a running command' },
  read: { now: 'Reading a file', past: 'Read a file' },
  write: { now: 'Writing a file', past: 'Wrote a file' },
  edit: { now: 'Changing a file', past: 'Changed a file' },
  apply_patch: { now: 'Changing files', past: 'Changed files' },
  ls: { now: 'Looking into a folder', past: 'Looked into a folder' },
  find: { now: 'Looking for files', past: 'Looked for files' },
  grep: { now: 'Searching in files', past: 'Searched in files' },
  web_search: { now: 'Searching the web', past: 'Searched the web' },
  web_fetch: { now: 'Reading a web page', past: 'Read a web page' },
  memory_search: { now: 'Searching its memory', past: 'Searched its memory' },
  memory_get: { now: 'Looking into its memory', past: 'Looked into its memory' },
  tool_search: { now: 'Looking for a tool', past: 'Looked for a tool' },
  tool_describe: { now: 'Reading about a tool', past: 'Read about a tool' },
}

export function toolLabel(name: string, isRunning: boolean): string {
  const known = doing[name]
  if (known !== undefined) return isRunning ? known.now : known.past
  return isRunning ? `Using ${name}` : `Used ${name}`
}
