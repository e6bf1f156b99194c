import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { mails } from '@/drizzle/schema/mails'
import type { UserActor } from '@/server/core/actor'
import { newMailId } from '@/server/core/ids'
import { runningAgent } from '@/server/testing/agents'
import { standInOpenClaw } from '@/server/testing/stand-in-openclaw'
import { useWorld } from '@/server/testing/world'
import { admitTakeout, collectTakeout } from './collect'
import { zipOf } from './zip'

const world = useWorld()

async function archiveOf(actor: UserActor): Promise<Map<string, string>> {
  const stream = zipOf(collectTakeout(world.signedIn(actor)))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  const entries = Object.entries(unzipSync(bytes))
  return new Map(entries.map(([path, content]) => [path, strFromU8(content)]))
}

async function owner() {
  const started = await runningAgent(world)
  const claw = standInOpenClaw({ session: { idleMinutes: 30 }, gateway: { port: 1 } })
  claw.files.set('IDENTITY.md', '# Identity\nDry.')
  claw.sessions = [{ key: 'agent:main:main' }]
  claw.messages = [{ role: 'user', content: 'A question about boats.' }]
  world.host.answer = claw.answer
  return started
}

describe('an archive of everything', () => {
  it('holds the account, the agent’s texts, its configuration and its conversations', async () => {
    const { actor, agentId } = await owner()
    const archive = await archiveOf(actor)
    const dir = `agents/${agentId}`
    expect(archive.get('account.json')).toContain(actor.userId)
    expect(archive.get(`${dir}/IDENTITY.md`)).toBe('# Identity\nDry.')
    expect(archive.get(`${dir}/AGENTS.md.missing.txt`)).toContain('no such file')
    expect(archive.get(`${dir}/configuration.json`)).toContain('idleMinutes')
    expect(archive.get(`${dir}/conversations/1.json`)).toContain('A question about boats.')
    expect(archive.get('events.json')).toContain('trial_started')
  })

  it('holds no secret, nothing of the site’s configuration and nothing of anybody else', async () => {
    const stranger = await runningAgent(world)
    const { actor } = await owner()
    const all = [...(await archiveOf(actor)).values()].join('\n')
    expect(all).not.toMatch(/passwordHash|not a hash|"port"/)
    expect(all).not.toContain(stranger.agentId)
    expect(all).not.toContain(stranger.actor.accountId)
  })

  it('tells which messages were written to its owner, and of no other', async () => {
    const [mine, theirs] = [await owner(), await runningAgent(world)]
    const letter = { kind: 'welcome', locale: 'en', state: 'sent' } as const
    const createdAt = world.clock.now()
    await world.db.insert(mails).values(
      [mine, theirs].map(({ actor: { userId } }) => ({
        ...letter,
        ...{ id: newMailId(), userId, recipient: `${userId}@example.test`, createdAt },
      })),
    )
    const told = (await archiveOf(mine.actor)).get('mails.json')
    expect(told).toContain(`${mine.actor.userId}@example.test`)
    expect(told).not.toContain(theirs.actor.userId)
  })

  it('says what could not be read of an agent that sleeps', async () => {
    const { actor, agentId } = await owner()
    world.host.change((snapshot) => {
      for (const machine of snapshot.machines) machine.state = 'stopped'
    })
    await world.hear()
    const archive = await archiveOf(actor)
    expect(archive.get(`agents/${agentId}/USER.md.missing.txt`)).toContain('did not run')
  })

  it('is its owner’s alone, and not endless', async () => {
    const { actor } = await owner()
    const member = world.signedIn({ ...actor, role: 'member' as const })
    await expect(admitTakeout(member)).rejects.toMatchObject({ code: 'forbidden' })
    for (let n = 0; n < 10; n += 1) await admitTakeout(world.signedIn(actor))
    const eleventh = admitTakeout(world.signedIn(actor))
    await expect(eleventh).rejects.toMatchObject({ code: 'rate_limited' })
  })
})
