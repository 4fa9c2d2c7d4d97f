import { type Pool, Table } from "../journal/postgres_table.js";
import { SWEEP_EACH, type Tally } from "../tally.js";
import { type Statements, statementsOf } from "./rows.js";

/**
 * A relay's counts and holds in one table of PostgreSQL, for any number of machines and processes, Python's among them
 * (`PostgresTally`). Each method is one statement.
 */
export class PostgresTally implements Tally {
  /** The SQL of `createTable`, for your own migrations. */
  readonly schema: string;
  readonly #table: Table;
  readonly #statements: Statements;
  #taken = 0;

  /** `pool`: a `Pool` of `pg`, which stays yours. `table`: its name, with a schema if you like: `payments.tally`. */
  constructor(pool: Pool, { table = "xaalis_tally" }: { table?: string } = {}) {
    this.#table = new Table(pool, table, schemaOf);
    this.schema = this.#table.schema;
    this.#statements = statementsOf(table, (at) => `$${at}`);
  }

  /**
   * Makes the table and its index unless they are there; once more after an update, for new ones. Any number of processes
   * may call it as they start.
   */
  createTable(): Promise<void> {
    return this.#table.create();
  }

  async take(key: string, add: number, windowMs: number, now: number): Promise<number> {
    this.#taken += 1;
    if (this.#taken % SWEEP_EACH === 0) await this.sweep(now);
    const [row] = await this.#rows(this.#statements.take, key, add, now + windowMs, now);
    return Number(row?.[0]);
  }

  async hold(key: string, owner: string, ttlMs: number, now: number): Promise<boolean> {
    return (await this.#rows(this.#statements.hold, key, owner, now + ttlMs, now)).length === 1;
  }

  async free(key: string, owner: string): Promise<void> {
    await this.#rows(this.#statements.free, key, owner);
  }

  /** Forgets what is over. It does so by itself, now and then. */
  async sweep(now: number): Promise<void> {
    await this.#rows(this.#statements.sweep, now);
  }

  /** Under an isolation level of yours one of two at the same key may be told to try again: nothing was counted. */
  async #rows(text: string, ...values: unknown[]): Promise<readonly unknown[][]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.#table.query(text, ...values)).rows;
      } catch (error) {
        if (Object(error).code !== SERIALIZATION_FAILURE || tries === TRIES) throw error;
      }
    }
  }
}

const TRIES = 10;
const SERIALIZATION_FAILURE = "40001";

function schemaOf(table: string, name: string): string {
  return `
CREATE TABLE IF NOT EXISTS ${table} (
    key text COLLATE "C" PRIMARY KEY, total bigint NOT NULL DEFAULT 0, owner text NOT NULL DEFAULT '',
    until bigint NOT NULL);
CREATE INDEX IF NOT EXISTS ${name}_until ON ${table} (until);
`;
}
