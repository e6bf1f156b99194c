import type { Sql } from 'postgres'
import type { AccountId, AgentId } from '../../../server/core/ids'

export interface Waiting {
  id: AgentId
  accountId: AccountId
}

/** One watched host with this many ready machines, and as many entitled agents without one. */
export async function stockPool(sql: Sql, count: number): Promise<Waiting[]> {
  await sql`insert into hosts (id, driver, isolation, many_accounts, image, model_kind, model_name,
      sealing_key, pool_target, pool_in_flight, typical_boot_ms, concurrent_boots, is_watched, seen_at)
    values ('hst_00000000000000000000', 'bubblewrap', '[]', true, 'openclaw-bench', 'demo', 'demo',
      ${'A'.repeat(43)}, ${count}, 0, 12000, 1, true, now())`
  await sql`insert into machines (id, host_id, image, state, changed_at)
    select 'mch_' || substr(md5('machine ' || n), 1, 20), 'hst_00000000000000000000', 'openclaw-bench',
      'ready', now() - n * interval '1 second'
    from generate_series(1, ${count}::int) n`
  await sql`insert into accounts (id, name, created_at)
    select 'acc_' || substr(md5('account ' || n), 1, 20), 'Account ' || n, now()
    from generate_series(1, ${count}::int) n`
  await sql`insert into subscriptions
      (id, account_id, plan, state, trial_ends_at, idempotency_key, created_at)
    select 'sub_' || substr(md5('subscription ' || n), 1, 20),
      'acc_' || substr(md5('account ' || n), 1, 20), 'pro', 'trialing', now() + interval '14 days',
      'bench ' || n, now()
    from generate_series(1, ${count}::int) n`
  await sql`insert into agents (id, account_id, skills, created_at)
    select 'agt_' || substr(md5('agent ' || n), 1, 20), 'acc_' || substr(md5('account ' || n), 1, 20),
      '[]', now()
    from generate_series(1, ${count}::int) n`
  await sql`analyze`
  return sql<Waiting[]>`select id, account_id as "accountId" from agents order by id`
}
