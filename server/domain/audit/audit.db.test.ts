import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { auditChain, auditLog } from '@/drizzle/schema/audit'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import { signIn, signUp } from '@/server/domain/accounts'
import { signInLimit } from '@/server/domain/accounts/attempts'
import type { Reader } from '@/server/domain/database'
import { startAgent } from '@/server/testing/agents'
import { useWorld } from '@/server/testing/world'
import { exportAudit } from './export-audit'
import type { AuditAction } from './input'
import { listAudit } from './list-audit'
import { recordAudit } from './record-audit'
import { verifyAudit, walkChain } from './verify-audit'

const world = useWorld()

const write = (action: AuditAction, facts: Record<string, string | number> = {}) =>
  world.db.transaction((tx) => recordAudit(world.system(), tx, { action, facts }))

/** What somebody with the database's own rights could do, undone again when `look` is through. */
async function behindTheTriggers<Seen>(
  statement: ReturnType<typeof sql>,
  look: (db: Reader) => Promise<Seen>,
): Promise<Seen> {
  let seen: { value: Seen } | undefined
  const undo = new Error('undone')
  await world.db
    .transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.execute(statement)
      seen = { value: await look(tx) }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  if (seen === undefined) throw new Error('nothing was looked at')
  return seen.value
}

const newest = async () => {
  const [row] = await world.db.select().from(auditLog).orderBy(sql`${auditLog.id} desc`).limit(1)
  if (row === undefined) throw new Error('the arrangement failed')
  return row
}

describe('the chain', () => {
  it('holds everything that people did and everything that happened to agents', async () => {
    await startAgent(world)
    const audit = await world.db.select().from(auditLog)
    const events = await world.db.select().from(lifecycleEvents)
    expect(audit.length).toBeGreaterThan(0)
    expect(events.length).toBeGreaterThan(0)
    const verdict = await walkChain(world.db)
    expect(verdict).toMatchObject({ links: audit.length + events.length, broken: null })
  })

  it('stays one and unbroken under 50 writers who lock other things too, and none waits for ever', async () => {
    const before = (await walkChain(world.db)).links
    const started = await Promise.all([startAgent(world), startAgent(world)])
    const mixed = (await walkChain(world.db)).links
    expect(mixed).toBeGreaterThan(before)
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        world.db.transaction(async (tx) => {
          // Half record first and lock the row afterwards, half the other way round.
          const { accountId } = started[n % 2 === 0 ? 0 : 1].actor
          const lock = () =>
            tx.execute(sql`select 1 from accounts where id = ${accountId} for update`)
          const record = () =>
            recordAudit(world.system(), tx, { action: 'job.retried', facts: { n } })
          for (const step of n % 4 < 2 ? [record, lock] : [lock, record]) await step()
        }),
      ),
    )
    const after = await walkChain(world.db)
    expect(after).toMatchObject({ links: mixed + 50, broken: null })
    expect(after.head?.seq).toBe(after.links)
  })

  it('has no link for what was rolled back', async () => {
    const before = await walkChain(world.db)
    const failed = world.db.transaction(async (tx) => {
      await recordAudit(world.system(), tx, { action: 'job.retried' })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await walkChain(world.db)).toEqual(before)
  })

  it('finds a row that was changed', async () => {
    await write('job.retried', { n: 1 })
    const { id } = await newest()
    const verdict = await behindTheTriggers(
      sql`update audit_log set facts = '{"n": 2}' where id = ${id}`,
      walkChain,
    )
    expect(verdict.broken).toMatchObject({ source: 'audit', rowId: id, why: 'row_changed' })
  })

  it('finds a row that was removed', async () => {
    await startAgent(world)
    const [event] = await world.db.select().from(lifecycleEvents).limit(1)
    const verdict = await behindTheTriggers(
      sql`delete from lifecycle_events where id = ${event?.id}`,
      walkChain,
    )
    expect(verdict.broken).toMatchObject({
      source: 'lifecycle',
      rowId: event?.id,
      why: 'row_removed',
    })
  })

  it('finds a row that came in behind it', async () => {
    const verdict = await behindTheTriggers(
      sql`insert into audit_log (at, actor, action, facts) values (now(), 'system', 'forged', '{}')`,
      walkChain,
    )
    expect(verdict.broken).toMatchObject({ seq: null, source: 'audit', why: 'row_unlinked' })
  })

  it('finds a link that was removed together with its row, and one that was computed anew', async () => {
    await write('job.retried')
    await write('job.retried')
    const links = await world.db.select().from(auditChain).orderBy(auditChain.seq)
    const link = links.at(-2)
    if (link === undefined) throw new Error('the arrangement failed')
    const removed = await behindTheTriggers(
      sql`with gone as (delete from audit_chain where seq = ${link.seq} returning row_id)
        delete from audit_log where id in (select row_id from gone)`,
      walkChain,
    )
    expect(removed.broken).toMatchObject({ seq: link.seq + 1, why: 'link_missing' })
    const forged = await behindTheTriggers(
      sql`update audit_chain set hash = repeat('a', 64) where seq = ${link.seq}`,
      walkChain,
    )
    expect(forged.broken).toMatchObject({ seq: link.seq, why: 'row_changed' })
  })

  it('finds an end that was cut off when an earlier head is known', async () => {
    await write('job.retried')
    const { head } = await walkChain(world.db)
    if (head === null) throw new Error('the arrangement failed')
    const { id } = await newest()
    const cut = sql`with gone as (delete from audit_chain where seq = ${head.seq})
      delete from audit_log where id = ${id}`
    expect((await behindTheTriggers(cut, (db) => walkChain(db))).broken).toBeNull()
    const verdict = await behindTheTriggers(cut, (db) => walkChain(db, head))
    expect(verdict.broken).toMatchObject({ seq: head.seq, why: 'cut' })
  })

  it('cannot be changed by a statement of ours', async () => {
    await write('job.retried')
    for (const table of ['audit_log', 'audit_chain', 'lifecycle_events']) {
      for (const change of [`delete from ${table}`, `truncate ${table}`]) {
        await expect(world.db.execute(sql.raw(change))).rejects.toMatchObject({
          cause: { message: `${table} is append-only` },
        })
      }
    }
  })
})

describe('what is on record', () => {
  it('names who signed up and signed in, and from where', async () => {
    const ctx = world.ctx(undefined, { address: '198.51.100.4' })
    const form = { name: 'Kim', email: 'kim@example.test', password: 'tide kelp limpet' }
    const { userId } = await signUp(ctx, form)
    await signIn(ctx, form)
    const rows = await world.db.select().from(auditLog).where(eq(auditLog.userId, userId))
    expect(rows.map(({ action, address }) => [action, address])).toEqual([
      ['account.signed_up', '198.51.100.4'],
      ['session.started', '198.51.100.4'],
    ])
    expect(JSON.stringify(rows)).not.toContain(form.password)
  })

  it('tells of a locked sign-in once, not once per attempt', async () => {
    const ctx = world.ctx(undefined, { address: '198.51.100.5' })
    const wrong = { email: 'nobody@example.test', password: 'not the right one' }
    for (let n = 0; n < signInLimit.allowed + 4; n += 1) {
      await expect(signIn(ctx, wrong)).rejects.toMatchObject({ name: 'AppError' })
    }
    const rows = await world.db
      .select({ facts: auditLog.facts })
      .from(auditLog)
      .where(eq(auditLog.action, 'sign_in.locked'))
    expect(rows).toEqual([{ facts: { key: 'sign-in:address:198.51.100.5' } }])
  })
})

const Line = z.object({
  seq: z.number(),
  source: z.string(),
  text: z.string(),
  previousHash: z.string(),
  hash: z.string(),
})

describe('reading the record', () => {
  it('shows both tables in one order, filtered, page by page, each row once', async () => {
    const operator = world.signedIn(await world.operator())
    const { actor, agentId } = await startAgent(world)
    const mine = await listAudit(operator, { accountId: actor.accountId })
    expect(mine.next).toBeNull()
    expect(new Set(mine.rows.map(({ action }) => action))).toEqual(
      new Set(['trial.started', 'trial_started', 'queued']),
    )
    expect(mine.rows.every((row) => row.agentId === agentId)).toBe(true)

    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listAudit(operator, { cursor })
      seen.push(...page.rows.map(({ source, id }) => `${source} ${id}`))
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe((await walkChain(world.db)).links)
  })

  it('finds people by a part of their address, and the system by its name', async () => {
    const operator = world.signedIn(await world.operator())
    await write('job.retried')
    const form = { name: 'Zoe', email: 'zoe.100%_sure@example.test', password: 'tide kelp limpet' }
    await signUp(world.ctx(), form)
    const found = await listAudit(operator, { who: '100%_s' })
    expect(found.rows.map(({ email }) => email)).toEqual([form.email])
    const system = await listAudit(operator, { who: 'system', action: 'job.retried' })
    expect(system.rows.length).toBeGreaterThan(0)
    expect(system.rows.every(({ actor }) => actor === 'system')).toBe(true)
  })

  it('exports what a stranger can check with SHA-256 alone', async () => {
    const operator = world.signedIn(await world.operator())
    await write('job.retried', { note: '=1+1, "quoted"' })
    const lines: z.infer<typeof Line>[] = []
    for await (const line of await exportAudit(operator, { format: 'ndjson' })) {
      lines.push(Line.parse(JSON.parse(line)))
    }
    let previous = '0'.repeat(64)
    for (const { seq, source, text, previousHash, hash } of lines) {
      expect(previousHash).toBe(previous)
      const bytes = new TextEncoder().encode([previous, seq, source, text].join('\n'))
      const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
      expect(hash).toBe(digest)
      previous = hash
    }
    expect(lines.length).toBeGreaterThan(10)

    let csv = ''
    for await (const line of await exportAudit(operator, { format: 'csv' })) csv += line
    expect(csv.split('\r\n')[0]).toContain('seq,source,id,at,actor')
    expect(csv).toContain('""quoted\\""')
  })

  it('is for operators alone', async () => {
    const member = world.signedIn(await world.person())
    const refused = { code: 'forbidden' }
    await expect(listAudit(member, {})).rejects.toMatchObject(refused)
    await expect(exportAudit(member, { format: 'csv' })).rejects.toMatchObject(refused)
    await expect(verifyAudit(member, {})).rejects.toMatchObject(refused)
  })
})
