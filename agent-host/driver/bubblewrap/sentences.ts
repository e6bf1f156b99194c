import type { LimitSupport } from '../driver'

/** What these walls keep out and what they do not, for operators and users. */
export function isolationSentences(about: {
  asRoot: boolean
  limits: LimitSupport | undefined
}): readonly string[] {
  const { asRoot, limits } = about
  return [
    'Each agent runs in namespaces of its own: it sees no files, processes or sockets of other agents or of the server.',
    'An agent has no network; only the model gateway of this server can be reached from inside.',
    'The system is read-only for an agent, it has no capabilities, and dangerous system calls are refused.',
    asRoot
      ? 'Each agent runs as a system user of its own.'
      : 'All agents run as the system user of this server, so namespaces alone keep them apart.',
    limits?.memory === true && limits.cpu && limits.pids
      ? 'Memory, processor time and number of processes of each agent are limited.'
      : 'Memory, processor time and number of processes of an agent are not all limited: one agent can slow down the others.',
    'All agents share the kernel of this server.',
  ]
}
