import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { AgentId, HostId } from '../../agent-host/protocol/ids'
import type { SealedBox } from '../../agent-host/protocol/seal'
import { agents } from './agents'
import { moment } from './moments'

/** What an agent's gateway last answered, so that a sleeping agent can be shown without being woken. */
export const agentFacts = pgTable(
  'agent_facts',
  {
    agentId: text()
      .$type<AgentId>()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    /** The question, such as `skills.status` or `agents.files.get:USER.md`. */
    question: text().notNull(),
    /** The parsed answer. Never a secret: the gateway hides those itself. */
    answer: jsonb().notNull(),
    readAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.question] })],
)

/** Keys that a person entered for a skill, closed for one host alone. */
export const skillKeys = pgTable(
  'skill_keys',
  {
    agentId: text()
      .$type<AgentId>()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    skillKey: text().notNull(),
    hostId: text().$type<HostId>().notNull(),
    /** Null while its removal waits to reach the agent. */
    sealedKey: jsonb().$type<SealedBox>(),
    setAt: moment().notNull(),
    /** When the agent's gateway took it; null while it waits for the agent to be up. */
    appliedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.skillKey] })],
)
