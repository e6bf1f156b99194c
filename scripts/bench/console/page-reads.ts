import { listAudit } from '../../../server/domain/audit'
import {
  getAccount,
  getAgentRecord,
  listAccounts,
  listAgents,
  listJobs,
  readOverview,
  readUsage,
} from '../../../server/domain/console'
import type { Ctx } from '../../../server/domain/ctx'
import { readFleet } from '../../../server/domain/fleet'

export type PageRead = () => Promise<unknown>

/** One entry per page and per way of narrowing it; deep pages are read from a cursor halfway down. */
export async function pageReads(ctx: Ctx): Promise<Record<string, PageRead>> {
  const accounts = await listAccounts(ctx, { filter: 'all' })
  const agents = await listAgents(ctx, { filter: 'all' })
  const [account] = accounts.rows
  const [agent] = agents.rows
  if (account === undefined || agent === undefined) throw new Error('nothing was seeded')
  const deepAccounts = await halfway((cursor) => listAccounts(ctx, { filter: 'all', cursor }))
  const deepAgents = await halfway((cursor) => listAgents(ctx, { filter: 'all', cursor }))
  const deepAudit = await halfway((cursor) => listAudit(ctx, { cursor }))
  return {
    overview: () => readOverview(ctx),
    accounts: () => listAccounts(ctx, { filter: 'all' }),
    'accounts, deep': () => listAccounts(ctx, { filter: 'all', cursor: deepAccounts }),
    'accounts, search': () => listAccounts(ctx, { filter: 'all', search: 'curie.77' }),
    'accounts, search nobody': () => listAccounts(ctx, { filter: 'all', search: 'zzzz' }),
    'accounts, on trial': () => listAccounts(ctx, { filter: 'trialing' }),
    'accounts, suspended': () => listAccounts(ctx, { filter: 'suspended' }),
    'accounts, with a problem': () => listAccounts(ctx, { filter: 'problem' }),
    account: () => getAccount(ctx, { accountId: account.id }),
    'account, audit': () => listAudit(ctx, { accountId: account.id }),
    agents: () => listAgents(ctx, { filter: 'all' }),
    'agents, deep': () => listAgents(ctx, { filter: 'all', cursor: deepAgents }),
    'agents, search': () => listAgents(ctx, { filter: 'all', search: 'limpet' }),
    'agents, search nobody': () => listAgents(ctx, { filter: 'all', search: 'zzzz' }),
    'agents, with a problem': () => listAgents(ctx, { filter: 'problem' }),
    'agents, queued': () => listAgents(ctx, { filter: 'queued' }),
    'agents, asleep': () => listAgents(ctx, { filter: 'asleep' }),
    agent: () => getAgentRecord(ctx, { agentId: agent.id }),
    'agent, timeline': () => listAudit(ctx, { agentId: agent.id }),
    fleet: () => readFleet(ctx),
    'usage, 30 days': () => readUsage(ctx, { days: 30 }),
    'usage, 90 days': () => readUsage(ctx, { days: 90 }),
    jobs: () => listJobs(ctx, {}),
    audit: () => listAudit(ctx, {}),
    'audit, deep': () => listAudit(ctx, { cursor: deepAudit }),
    'audit, one person': () => listAudit(ctx, { who: 'curie.77' }),
    'audit, system': () => listAudit(ctx, { who: 'system' }),
    'audit, one action': () => listAudit(ctx, { action: 'session.started' }),
  }
}

// 60 pages of 50 are far enough that an offset would show.
const depth = 60

async function halfway(
  read: (cursor: string | null) => Promise<{ next: string | null }>,
): Promise<string | null> {
  let cursor: string | null = null
  for (let page = 0; page < depth; page += 1) {
    const { next } = await read(cursor)
    if (next === null) break
    cursor = next
  }
  return cursor
}
