/** As Python's `SqliteTally` makes it. */
export const SQLITE_SCHEMA = `
CREATE TABLE IF NOT EXISTS xaalis_tally (
    key TEXT PRIMARY KEY, total INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '',
    until INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS xaalis_tally_until ON xaalis_tally (until);
`;

/** The statements of a tally, each of which is all that its method does. */
export interface Statements {
  /** Of a key, what is added, the end of a new window, and now; the sum. */
  readonly take: string;
  /** Of a key, its owner, until when, and now; a row when it is the owner's. */
  readonly hold: string;
  /** Of a key and its owner. */
  readonly free: string;
  /** Of now. */
  readonly sweep: string;
}

/** For a table of this name; `place` writes the value of this place. */
export function statementsOf(table: string, place: (at: number) => string): Statements {
  const [key, given, until, now] = [1, 2, 3, 4].map(place);
  return {
    take: `INSERT INTO ${table} AS held (key, total, until) VALUES (${key}, ${given}, ${until})
ON CONFLICT (key) DO UPDATE SET
    total = CASE WHEN held.until <= ${now} THEN excluded.total ELSE held.total + excluded.total END,
    until = CASE WHEN held.until <= ${now} THEN excluded.until ELSE held.until END
RETURNING total`,
    hold: `INSERT INTO ${table} AS held (key, owner, until) VALUES (${key}, ${given}, ${until})
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE held.owner = excluded.owner OR held.until <= ${now}
RETURNING key`,
    free: `DELETE FROM ${table} WHERE key = ${key} AND owner = ${given}`,
    sweep: `DELETE FROM ${table} WHERE until <= ${key}`,
  };
}
