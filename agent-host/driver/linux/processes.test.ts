import { describe, expect, it } from 'vitest'
import { isStillThere, parseProcess, readProcess } from './processes'

const stat = (name: string, state = 'S') =>
  `4711 (${name}) ${state} 17 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 20`

describe('reading a process', () => {
  it('finds the fields behind a name that imitates them', () => {
    const seen = parseProcess({
      pid: 4711,
      stat: stat('x) Z 1 (y'),
      status: 'Name:\tx\nUid:\t100000\t100000\t100000\t100000\nNSpid:\t4711\t2\n',
      command: 'node\0--flag\0',
    })
    expect(seen).toEqual({
      pid: 4711,
      parent: 17,
      startTicks: 987_654,
      isZombie: false,
      uid: 100_000,
      namespacePids: [4711, 2],
      command: ['node', '--flag'],
    })
  })

  it('knows the dead that nobody has buried', () => {
    const seen = parseProcess({ pid: 1, stat: stat('x', 'Z'), status: '', command: '' })
    expect(seen.isZombie).toBe(true)
  })

  it.runIf(process.platform === 'linux')(
    'does not take a used-again pid for the same process',
    async () => {
      const self = await readProcess(process.pid)
      if (self === undefined) throw new Error('we do not see ourselves')
      await expect(isStillThere(self)).resolves.toBe(true)
      await expect(isStillThere({ ...self, startTicks: self.startTicks - 1 })).resolves.toBe(false)
    },
  )
})
