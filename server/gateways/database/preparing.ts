import type { Sql } from 'postgres'

/**
 * Statements with more parameters than this differ in length from call to call (lists of ids, rows
 * of a catalogue); preparing every length would fill each connection with statements used once.
 */
const mostParameters = 64

type Unsafe = Sql['unsafe']
type Scope = (run: (inner: Sql) => unknown) => unknown

/**
 * drizzle sends every statement of postgres.js unprepared, which costs a second round trip and a new
 * plan each time. This makes the driver prepare them, once per connection, also within transactions.
 */
export function preparing(client: Sql): Sql {
  const unsafe = (...[query, parameters, options]: Parameters<Unsafe>) =>
    client.unsafe(query, parameters, {
      ...options,
      prepare: (parameters?.length ?? 0) <= mostParameters,
    })
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') return unsafe
      const value: unknown = Reflect.get(target, name)
      return name === 'begin' || name === 'savepoint' ? scoped(value) : value
    },
  })
}

// drizzle calls both with one function, which gets a client of its own for the transaction.
const scoped = (open: unknown) => (run: (inner: Sql) => unknown) =>
  (open as Scope)((inner) => run(preparing(inner)))
