import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AccountId, AgentId, HostId, MachineId, newId, SessionId, UserId } from './ids'
import { seal, sealingKeyOf, unseal } from './seal'
import { openTicket, signTicket, type Ticket } from './ticket'

const ticket: Ticket = {
  ticketId: 'a'.repeat(22),
  hostId: newId(HostId, 'hst'),
  accountId: newId(AccountId, 'acc'),
  userId: newId(UserId, 'usr'),
  role: 'owner',
  sessionId: newId(SessionId, 'ses'),
  sessionEndsAtMs: 2,
  agentId: newId(AgentId, 'agt'),
  machineId: newId(MachineId, 'mch'),
  generation: 1,
  personaVersion: 1,
  origin: 'https://pool.test',
  expiresAtMs: 1,
}

describe('tickets', () => {
  it('come back as they were signed', () => {
    expect(openTicket(signTicket(ticket, 'key'), 'key')).toEqual(ticket)
  })

  it('are refused with another key, a changed body, a cut or a longer form', () => {
    const token = signTicket(ticket, 'key')
    const [body = '', signature = ''] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ ...ticket, role: 'member' })).toString('base64url')
    for (const bad of [`${forged}.${signature}`, body, `${token}.x`, '', '.', `${body}.AAAA`]) {
      expect(openTicket(bad, 'key')).toBeUndefined()
    }
    expect(openTicket(token, 'other')).toBeUndefined()
  })
})

describe('sealed boxes', () => {
  const newKey = () =>
    createPrivateKey(
      generateKeyPairSync('x25519', {
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey,
    )

  it('open with the private key and the same context only', () => {
    const key = newKey()
    const box = seal('sk-ünïcode', sealingKeyOf(key), 'provider:https://a.test')
    expect(unseal(box, key, 'provider:https://a.test')).toBe('sk-ünïcode')
    expect(() => unseal(box, key, 'provider:https://b.test')).toThrow()
    expect(() => unseal(box, newKey(), 'provider:https://a.test')).toThrow()
  })

  it('notice a single changed bit and never look alike twice', () => {
    const key = newKey()
    const box = seal('secret', sealingKeyOf(key), 'x')
    const bytes = Buffer.from(box.ciphertext, 'base64url')
    bytes[0] = (bytes[0] ?? 0) ^ 1
    const changed = { ...box, ciphertext: bytes.toString('base64url') }
    expect(() => unseal(changed, key, 'x')).toThrow()
    expect(seal('secret', sealingKeyOf(key), 'x').ciphertext).not.toBe(box.ciphertext)
    expect(JSON.stringify(box)).not.toContain('secret')
  })
})
