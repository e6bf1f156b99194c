import type { LimitSupport } from '../driver'

/** What these walls keep out and what they do not, for operators and users. */
export function isolationSentences(about: {
  asRoot: boolean
  runtime: string | undefined
  limits: LimitSupport | undefined
}): readonly string[] {
  const { asRoot, runtime, limits } = about
  return [
    'Each agent runs in a Docker container of its own: it sees no files, processes or sockets of other agents or of the server.',
    'An agent has no network, not even one of Docker; only the model gateway of this server can be reached from inside.',
    'The system is read-only for an agent, it has no capabilities, and only ordinary system calls exist for it.',
    asRoot
      ? 'Each agent runs as a system user of its own.'
      : 'All agents run as the system user of this server, so containers alone keep them apart.',
    limits?.memory === true && limits.cpu && limits.pids
      ? 'Memory, processor time and number of processes of each agent are limited.'
      : 'Memory, processor time and number of processes of an agent are not all limited: one agent can slow down the others.',
    runtime === undefined
      ? 'All agents share the kernel of this server.'
      : `Containers are run by "${runtime}"; what an agent shares with the kernel of this server is decided there.`,
    'Whoever may speak to Docker on this server is as good as root there; an agent never can.',
  ]
}
