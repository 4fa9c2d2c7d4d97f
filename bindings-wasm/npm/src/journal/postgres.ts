import type { Found, Journal, Kept } from "../journal.js";
import type { Mode, Record, Vendor } from "../printed/types.js";
import { type Pool, type Query, Table } from "./postgres_table.js";
import { COLUMNS, type Row, recordOf, rowOf } from "./rows.js";

export type { Pool, Query };
export { PostgresTally } from "../tally/postgres.js";

/**
 * A journal in one table of PostgreSQL, for any number of machines and processes, Python's among them
 * (`PostgresJournal`, the Django app).
 *
 * Each statement is its own transaction: a record is durable before `put` answers, whatever transactions your program
 * has open elsewhere. It may go through a pooler of transactions (pgbouncer), and whatever types or isolation level you
 * set up, the journal reads and writes its own way. A connection that breaks during `put` throws, for nobody knows then
 * whether the record was kept: nothing is sent, and `resume` goes on from what was kept.
 */
export class PostgresJournal implements Journal {
  /** The SQL of `createTable`, for your own migrations. */
  readonly schema: string;
  readonly #table: Table;
  readonly #select: string;
  readonly #insert: string;
  readonly #update: string;

  /**
   * `pool`: a `Pool` of `pg`, which stays yours. `table`: its name, with a schema if you like: `payments.records`.
   */
  constructor(pool: Pool, { table = "xaalis_records" }: { table?: string } = {}) {
    this.#table = new Table(pool, table, schemaOf);
    this.schema = this.#table.schema;
    this.#select = `SELECT ${COLUMNS.join(", ")} FROM ${table}`;
    const values = COLUMNS.map((_, place) => `$${place + 1}`).join(", ");
    this.#insert = `INSERT INTO ${table} (${COLUMNS.join(", ")}) VALUES (${values}) ON CONFLICT DO NOTHING ${DURABLY}`;
    const changes = COLUMNS.flatMap((column, place) => (column === "op_id" ? [] : [`${column} = $${place + 1}`]));
    const [opId, sequence] = [COLUMNS.indexOf("op_id") + 1, COLUMNS.indexOf("sequence") + 1];
    this.#update =
      `UPDATE ${table} SET ${changes.join(", ")}, updated_at = now() ` +
      `WHERE op_id = $${opId} AND sequence = $${sequence}::bigint - 1 ${DURABLY}`;
  }

  /**
   * Makes the table and its indices unless they are there; once more after an update, for new ones. Any number of processes
   * may call it as they start.
   */
  createTable(): Promise<void> {
    return this.#table.create();
  }

  async put(record: Record): Promise<Kept> {
    const row = rowOf(record);
    const { op_id, vendor, mode, reference } = row;
    // Whoever holds the reference may give it up between the refusal and the look at who it is.
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await this.#written(row)) return "stored";
      const [held] = await this.#rows(`SELECT sequence FROM ${this.#table.name} WHERE op_id = $1`, op_id);
      if (row.sequence !== Number(held?.[0] ?? 0) + 1) return "outrun";
      const claimed = `SELECT 1 FROM ${this.#table.name} WHERE vendor = $1 AND mode = $2 AND reference = $3 AND op_id <> $4`;
      if ((await this.#rows(claimed, vendor, mode, reference, op_id)).length > 0) return "taken";
    }
    throw new Error(`${record.opId}: neither kept nor refused after ${TRIES} tries`);
  }

  async get(opId: string): Promise<Found> {
    return this.#one(`${this.#select} WHERE op_id = $1`, opId);
  }

  async unfinished(): Promise<Record[]> {
    const rows = await this.#rows(`${this.#select} WHERE stage <> 'closed' ORDER BY created_at, op_id`);
    return rows.map(fromArray);
  }

  async find(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Promise<Found> {
    const by = async (column: string, name: string | null): Promise<Found> => {
      const where = `vendor = $1 AND mode = $2 AND ${column} = $3 ORDER BY created_at DESC, op_id LIMIT 1`;
      return name === null ? null : this.#one(`${this.#select} WHERE ${where}`, vendor, mode, name);
    };
    return (await by("reference", reference)) ?? (await by("our_reference", ourReference));
  }

  /** One statement: the database decides, whoever else is at it. */
  async #written(row: Row): Promise<boolean> {
    const values = COLUMNS.map((column) => row[column]);
    try {
      const { rowCount } = await this.#table.query(row.sequence === 1 ? this.#insert : this.#update, ...values);
      return rowCount === 1;
    } catch (error) {
      if (REFUSED.has(Object(error).code)) return false;
      throw error;
    }
  }

  async #one(text: string, ...values: unknown[]): Promise<Found> {
    const [row] = await this.#rows(text, ...values);
    return row === undefined ? null : fromArray(row);
  }

  /** A read leaves nothing half done: on a connection that breaks it is made again, once. */
  async #rows(text: string, ...values: unknown[]): Promise<readonly unknown[][]> {
    try {
      return (await this.#table.query(text, ...values)).rows;
    } catch (error) {
      // What the server itself says has a severity; a code alone may be the system's (EPIPE has five letters, too).
      const { severity, code } = Object(error);
      if (typeof severity === "string" && !/^(57P|08)/.test(String(code))) throw error;
      return (await this.#table.query(text, ...values)).rows;
    }
  }
}

const TRIES = 5;
/** A unique violation, and a serialization failure under an isolation level of yours. */
const REFUSED = new Set(["23505", "40001"]);
/**
 * With the statement's own transaction, for a session is not ours alone behind a pooler. Weaker than `on` only when
 * somebody chose so: `remote_apply` and the like are kept.
 */
const DURABLY =
  "RETURNING CASE WHEN current_setting('synchronous_commit') = 'off' " +
  "THEN set_config('synchronous_commit', 'on', true) END";

function schemaOf(table: string, name: string): string {
  return `
CREATE TABLE IF NOT EXISTS ${table} (
    op_id text COLLATE "C" PRIMARY KEY, version integer NOT NULL, sequence bigint NOT NULL,
    vendor text NOT NULL, mode text NOT NULL, operation text NOT NULL, stage text NOT NULL,
    reference text COLLATE "C", our_reference text COLLATE "C", state text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX IF NOT EXISTS ${name}_claims ON ${table} (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_ours ON ${table} (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_unfinished ON ${table} (created_at) WHERE stage <> 'closed';
`;
}

function fromArray(row: readonly unknown[]): Record {
  return recordOf(Object.fromEntries(COLUMNS.map((column, place) => [column, row[place]])) as Row);
}
