import type { Accelerator } from './qemu/qemu'

/** What these walls keep out and what they do not, for operators and users. */
export const isolationSentences = (accelerator: Accelerator | undefined): readonly string[] => [
  'Each agent runs in a virtual machine with a kernel of its own: it shares none with other agents or with the server.',
  'An agent has no network card; only the model gateway of this server can be reached from inside.',
  'The virtual machine itself runs as a system user of its own, in a box without network or files, and may make only ordinary system calls.',
  'Each agent has a disk of its own, which the server never mounts. In the machine it is an ordinary user without rights.',
  'Memory, processor time and number of processes of each agent are limited.',
  ...(accelerator === 'tcg'
    ? [
        'The processor is emulated in software: isolation is the same, everything is many times slower.',
      ]
    : []),
]
