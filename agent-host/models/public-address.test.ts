import { describe, expect, it } from 'vitest'
import { requirePublicAddress } from './public-address'

const look = (baseUrl: string, ...addresses: string[]) =>
  requirePublicAddress(baseUrl, async () => addresses)

describe('a provider that a customer names', () => {
  it.each(['93.184.216.34', '2606:2800:220:1::1'])('may be at %s', async (address) => {
    await expect(look('https://models.example.test/v1', address)).resolves.toBeUndefined()
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])('is no way to %s, whatever its name', async (address) => {
    const inside = { status: 400 }
    await expect(look('https://models.example.test/v1', address)).rejects.toMatchObject(inside)
    const both = look('https://models.example.test/v1', '93.184.216.34', address)
    await expect(both).rejects.toMatchObject(inside)
    const host = address.includes(':') ? `[${address}]` : address
    await expect(look(`https://${host}/v1`)).rejects.toMatchObject(inside)
  })

  it.each(['http://models.example.test/v1', 'https://0x7f.1/v1', 'https://2130706433/v1'])(
    'is not called at %s',
    async (baseUrl) => {
      await expect(look(baseUrl, '127.0.0.1')).rejects.toMatchObject({ status: 400 })
    },
  )

  it('that has no address is told apart from one that is forbidden', async () => {
    const lost = requirePublicAddress('https://gone.example.test/v1', () =>
      Promise.reject(new Error('ENOTFOUND')),
    )
    await expect(lost).rejects.toMatchObject({ status: 502 })
  })
})
