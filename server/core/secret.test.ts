import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from './secret'

it('a secret never prints itself, and still reveals itself when asked', () => {
  const secret = new Secret('hunter2-hunter2')
  const printed = [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    String([secret]),
  ]
  for (const text of printed) expect(text).not.toContain('hunter2')
  expect(secret.reveal()).toBe('hunter2-hunter2')
})
