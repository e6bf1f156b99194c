/** What these walls keep out and what they do not, for operators and users. */
export const isolationSentences: readonly string[] = [
  'Each agent runs in a container of its own: it sees no files, processes or sockets of other agents or of the server.',
  'An agent has no network; only the model gateway of this server can be reached from inside.',
  'The system is read-only for an agent, it has no capabilities, and only ordinary system calls exist for it.',
  'Each agent runs as a system user of its own.',
  'Memory, processor time and number of processes of each agent are limited.',
  'All agents share the kernel of this server.',
]
