import type { Sql, TransactionSql } from 'postgres'

export interface SeedOptions {
  /** How many; each has people, and most have a subscription, agents, machines and a history. */
  accounts: number
  /** The newest account is this old; the others are seven minutes apart, back in time. */
  until: Date
}

/**
 * A made-up installation that is the same every time: all of it follows from the number of each account.
 * Nobody can sign in as one of these people, and no machine behind them exists. Repeating it with the
 * same options fails on the first account, because it is there already.
 */
export async function seedAccounts(sql: Sql, { accounts, until }: SeedOptions): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`create temporary table seed on commit drop as
      select n,
        'acc_' || substr(md5('rockpool account ' || n), 1, 20) as account_id,
        'usr_' || substr(md5('rockpool user ' || n), 1, 20) as user_id,
        (array['Ada','Grace','Mary','Rosalind','Emmy','Lise','Dorothy','Barbara','Katherine','Hedy'])[1 + n % 10]
          as first_name,
        (array['Lovelace','Hopper','Anning','Franklin','Noether','Meitner','Hodgkin','McClintock','Johnson',
          'Lamarr','Somerville','Herschel','Curie'])[1 + n % 13] as last_name,
        ${until}::timestamptz - (${accounts}::int - n) * interval '7 minutes' as at,
        case when n % 20 = 0 then null when n % 10 < 5 then 'trialing' when n % 10 < 8 then 'active'
          else 'ended' end as state,
        case when n % 4 = 0 then 'team' else 'pro' end as plan
      from generate_series(1, ${accounts}::int) n`
    await seedPeople(tx)
    await seedMachines(tx, until)
    await seedUsage(tx, until)
    await seedHistory(tx, until)
  })
  await sql`analyze`
}

async function seedPeople(tx: TransactionSql): Promise<void> {
  await tx`insert into accounts (id, name, created_at, suspended_at, suspended_reason)
    select account_id, first_name || ' ' || last_name, at,
      case when n % 211 = 0 then at + interval '1 day' end,
      case when n % 211 = 0 then 'The last invoice is open.' end
    from seed`
  await tx`insert into users (id, email, name, password_hash, created_at)
    select user_id, lower(first_name || '.' || last_name || '.' || n || '@example.test'),
      first_name || ' ' || last_name, 'nobody signs in with this', at
    from seed`
  await tx`insert into memberships (account_id, user_id, role, created_at)
    select account_id, user_id, 'owner', at from seed`
  await tx`insert into subscriptions
      (id, account_id, plan, state, trial_ends_at, idempotency_key, created_at)
    select 'sub_' || substr(md5('rockpool subscription ' || n), 1, 20), account_id, plan, state,
      at + interval '14 days', 'seed ' || n, at + interval '1 minute'
    from seed where state is not null`
}

/** Team accounts have two agents. A third of those who may run are awake; all others sleep. */
async function seedMachines(tx: TransactionSql, until: Date): Promise<void> {
  await tx`create temporary table seed_agents on commit drop as
    select s.*, k, 'agt_' || substr(md5('rockpool agent ' || n || ' ' || k), 1, 20) as agent_id,
      'mch_' || substr(md5('rockpool machine ' || n || ' ' || k), 1, 20) as machine_id,
      'hst_' || substr(md5('rockpool host ' || n % 3), 1, 20) as host_id
    from seed s cross join generate_series(1, case when s.plan = 'team' then 2 else 1 end) k
    where s.state is not null`
  await tx`insert into hosts (id, driver, isolation, many_accounts, image, model_kind, model_name,
      sealing_key, pool_target, pool_in_flight, typical_boot_ms, concurrent_boots, is_watched, seen_at)
    select 'hst_' || substr(md5('rockpool host ' || h), 1, 20), 'bubblewrap',
      '["Made up: no machine is behind this host."]', true, 'openclaw-seed-000000000000', 'demo', 'demo',
      repeat('A', 43), 20, 0, 12000, 2, true, ${until}::timestamptz - interval '1 day'
    from generate_series(0, 2) h`
  await tx`insert into agents (id, account_id, name, character, about_me, onboarded_at, skills,
      applied_persona_version, lease_generation, problem, created_at)
    select agent_id, account_id,
      (array['Pearl','Opal','Coral','Limpet','Kelp','Dulse','Cockle'])[1 + (n + k) % 7], 'Calm.', '',
      at + interval '3 minutes', '["weather"]', 1, 1,
      case when n % 997 = 0 then 'The machine with this agent’s memory cannot be found.' end,
      at + interval '1 minute'
    from seed_agents`
  await tx`insert into machines (id, host_id, image, state, agent_id, generation, agent_state,
      persona_version, changed_at, claimed_at)
    select machine_id, host_id, 'openclaw-seed-000000000000',
      case when state <> 'ended' and n % 3 = 0 then 'leased' else 'stopped' end, agent_id, 1, 'ready', 1,
      at + interval '4 minutes', at + interval '1 minute'
    from seed_agents`
  await tx`insert into machines (id, host_id, image, state, changed_at)
    select 'mch_' || substr(md5('rockpool spare ' || m), 1, 20),
      'hst_' || substr(md5('rockpool host ' || m % 3), 1, 20), 'openclaw-seed-000000000000', 'ready',
      ${until}::timestamptz
    from generate_series(1, 60) m`
  await tx`insert into leases (id, agent_id, machine_id, host_id, generation, opened_at, personalised_at,
      ticketed_at)
    select 'lse_' || substr(md5('rockpool lease ' || n || ' ' || k), 1, 20), agent_id, machine_id, host_id,
      1, at + interval '1 minute', at + interval '61 seconds', at + interval '4 minutes'
    from seed_agents`
}

/** Who is awake has used the model on each of the last thirty days since they came. */
async function seedUsage(tx: TransactionSql, until: Date): Promise<void> {
  await tx`insert into usage_days (host_id, account_id, agent_id, model, day, calls, refused, input_tokens,
      cached_tokens, output_tokens, changed_at)
    select a.host_id, a.account_id, a.agent_id, case when a.n % 2 = 0 then 'demo' else 'seed-large' end,
      (${until}::timestamptz at time zone 'UTC')::date - d, 1 + (a.n + d) % 40, case when a.n % 50 = 0 then d % 3 else 0 end,
      1000 * (1 + (a.n * 7 + d) % 90), 0, 200 * (1 + (a.n * 3 + d) % 70), ${until}
    from seed_agents a cross join generate_series(1, 30) d
    where a.state <> 'ended' and a.n % 3 = 0`
}

async function seedHistory(tx: TransactionSql, until: Date): Promise<void> {
  await tx`insert into audit_log (at, actor, user_id, role, address, action, account_id, facts)
    select least(s.at + step.after, ${until}), 'user', s.user_id, step.role, '203.0.113.' || s.n % 250, step.action,
      s.account_id, '{}'
    from seed s cross join (values
      ('account.signed_up', interval '0', null), ('session.started', interval '1 second', null),
      ('trial.started', interval '1 minute', 'owner'), ('session.started', interval '2 days', null)
    ) as step (action, after, role)
    where step.action <> 'trial.started' or s.state is not null
    order by s.n, step.after`
  await tx`insert into lifecycle_events (at, account_id, agent_id, user_id, kind, facts)
    select least(a.at + step.after, ${until}), a.account_id, a.agent_id,
      case when step.kind in ('trial_started', 'onboarded') then a.user_id end, step.kind,
      case when step.kind = 'claimed' then jsonb_build_object('machineId', a.machine_id, 'generation', 1)
        else '{}' end
    from seed_agents a cross join (values
      ('trial_started', interval '60 seconds'), ('queued', interval '60 seconds'),
      ('claimed', interval '61 seconds'), ('personalised', interval '62 seconds'),
      ('onboarded', interval '3 minutes'), ('woken', interval '2 days')
    ) as step (kind, after)
    where step.kind <> 'queued' or a.n % 9 = 0
    order by a.n, a.k, step.after`
}
