import { describe, expect, it } from 'vitest'
import { allowlist } from './exec-policy'

/** The gateway's own reading of an entry: the program's name, then the arguments joined by spaces. */
const runsUnasked = (command: string): boolean => {
  const [program, ...rest] = command.split(' ')
  return allowlist.some(
    ({ pattern, argPattern }) =>
      pattern === program &&
      (argPattern === undefined || new RegExp(argPattern).test(rest.join(' '))),
  )
}

describe('commands of an agent', () => {
  it.each(['ls -la', 'cat notes.txt', 'find . -name *.md', 'sort -k 2 -r list.txt', 'grep -r tea'])(
    'that only read run without a question: %s',
    (command) => expect(runsUnasked(command)).toBe(true),
  )

  it.each([
    'rm notes.txt',
    'mv a b',
    'bash -c ls',
    'python3 tidy.py',
    'curl example.test',
    'find . -name old -delete',
    'find . -exec rm {} +',
    'sort -o list.txt list.txt',
    'sort -ro list.txt list.txt',
    'sort --output=list.txt list.txt',
    'uniq a b',
    'env',
  ])('that may change something wait for a person: %s', (command) =>
    expect(runsUnasked(command)).toBe(false),
  )
})
