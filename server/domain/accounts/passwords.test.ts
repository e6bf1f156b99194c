import { describe, expect, it } from 'vitest'
import { hashPassword, isRightPassword, refuseWeakPassword } from './passwords'

const owner = { name: 'Robin Longname', email: 'robin.longname@example.test' }

describe('a password', () => {
  it.each([
    ['short', /at least 10 characters/],
    ['password123', /first that are tried/],
    ['PassWord123', /first that are tried/],
    ['ababababababab', /first that are tried/],
    ['robin longname', /differ from your name/],
    ['Robin.Longname@example.test', /differ from your name/],
    ['robin.longname', /differ from your name/],
  ])('%s is refused, and told why', (password, reason) => {
    expect(() => refuseWeakPassword(password, owner)).toThrow(reason)
  })

  it('of three common words is taken', () => {
    expect(() => refuseWeakPassword('tide kelp limpet', owner)).not.toThrow()
  })

  it('is stored as argon2id and recognised again, however its letters were composed', async () => {
    const stored = await hashPassword('un café très fort')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await isRightPassword('un cafe\u0301 tre\u0300s fort', stored)).toBe(true)
    expect(await isRightPassword('un cafe tres fort', stored)).toBe(false)
  })

  it('is never right for somebody who does not exist', async () => {
    expect(await isRightPassword('anything at all', undefined)).toBe(false)
  })
})
