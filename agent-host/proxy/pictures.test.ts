import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { pictureMethod } from '../protocol/socket'
import { HostUnderTest } from '../testing/host-under-test'
import { readPicture } from './pictures'

const dirs: string[] = []
afterEach(async () => {
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true, force: true })
})
const bytes = Buffer.from('89504e470d0a1a0a', 'hex')

async function home() {
  const dir = await mkdtemp(join(tmpdir(), 'rp-pictures-'))
  dirs.push(dir)
  const inbound = join(dir, '.openclaw/media/inbound')
  await mkdir(inbound, { recursive: true })
  await writeFile(join(inbound, 'a.png'), bytes)
  return { dir, inbound }
}

describe('a picture that a person has sent', () => {
  it('is read from the agent’s own folder', async () => {
    const { dir } = await home()
    expect(await readPicture(dir, 'a.png')).toEqual(bytes)
    expect(await readPicture(dir, 'b.png')).toBeUndefined()
  })

  it('is never a way out of that folder, whatever the machine puts there', async () => {
    const { dir, inbound } = await home()
    const secret = join(dir, 'secret.png')
    await writeFile(secret, 'not yours')
    await symlink(secret, join(inbound, 'link.png'))
    await expect(readPicture(dir, 'link.png')).rejects.toMatchObject({ code: 'ELOOP' })
    await mkdir(join(inbound, 'folder.png'))
    expect(await readPicture(dir, 'folder.png')).toBeUndefined()
    await truncate(join(inbound, 'a.png'), 7 * 1024 * 1024)
    expect(await readPicture(dir, 'a.png')).toBeUndefined()
    await rename(inbound, join(dir, 'moved'))
    await symlink(dir, inbound)
    expect(await readPicture(dir, 'secret.png')).toBeUndefined()
  })

  it('comes over the socket by its name alone', async () => {
    await using host = await HostUnderTest.start()
    const machineId = await host.readyMachine()
    const browser = await host.open(host.ticket(machineId))
    const inbound = join(host.dir, 'd/machines', machineId, 'home/.openclaw/media/inbound')
    await mkdir(inbound, { recursive: true })
    await writeFile(join(inbound, 'a.png'), bytes)
    browser.request('1', pictureMethod, { name: 'a.png' })
    const shown = await browser.frame((frame) => frame.id === '1')
    expect(shown.payload).toEqual({ content: bytes.toString('base64') })
    for (const name of ['../a.png', 'b.png', 'a.svg', '.a.png', '']) {
      browser.request(`no ${name}`, pictureMethod, { name })
      const refused = await browser.frame((frame) => frame.id === `no ${name}`)
      expect(refused.error?.code).toBe('NOT_FOUND')
    }
  })
})
