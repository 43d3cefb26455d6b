import type { PendingQuery, Row, Sql } from 'postgres';

/** A statement that can be made for any connection. */
export type Statement = (sql: Sql) => PendingQuery<Row[]>;

/** A connection that passes each awaited statement to `carry` instead of sending it. */
export function carriedBy(outside: Sql, carry: (statement: Statement) => Promise<unknown>): Sql {
  return new Proxy(outside, {
    apply(_, __, args) {
      const statement: Statement = (sql) => Reflect.apply(sql, undefined, args);
      const made = statement(outside);
      if (!Array.isArray(args[0]?.raw)) return made;
      return new Proxy(made, {
        get: (query, name) =>
          name === 'then'
            ? (...then: [never, never]) => carry(statement).then(...then)
            : Reflect.get(query, name, query),
      });
    },
  });
}
