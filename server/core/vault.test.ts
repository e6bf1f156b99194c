import { describe, expect, it } from 'vitest'
import { Secret } from './secret'
import { vaultOf } from './vault'

const keyOf = (byte: number) => new Secret(Buffer.alloc(32, byte).toString('base64url'))
const secret = new Secret('canary-of-the-vault')

describe('the vault', () => {
  it('opens what it has closed, after a restart with the same key too', () => {
    const box = vaultOf(keyOf(1)).seal(secret, 'mail:relay')
    expect(JSON.stringify(box)).not.toContain('canary')
    expect(vaultOf(keyOf(1)).open(box, 'mail:relay').reveal()).toBe(secret.reveal())
  })

  it('opens nothing with another key or for another purpose', () => {
    const box = vaultOf(keyOf(1)).seal(secret, 'mail:relay')
    expect(() => vaultOf(keyOf(2)).open(box, 'mail:relay')).toThrow()
    expect(() => vaultOf(keyOf(1)).open(box, 'mail:elsewhere')).toThrow()
  })
})
