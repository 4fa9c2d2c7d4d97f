import { InvalidInput } from "../error_base.js";
import type { Found, Journal, Kept } from "../journal.js";
import type { Mode, Record, Vendor } from "../printed/types.js";
import { COLUMNS, type Row, SQLITE_SCHEMA, recordOf, rowOf } from "./rows.js";

export { D1Tally } from "../tally/d1.js";

/** What is used of Cloudflare's `D1Database`. */
export interface D1 {
  prepare(query: string): D1Statement;
}

export interface D1Statement {
  bind(...values: unknown[]): D1Statement;
  all(): Promise<{ readonly results: unknown[]; readonly meta: { readonly changes?: number } }>;
}

/**
 * A journal in Cloudflare's D1, for any number of workers.
 *
 * ```ts
 * const journal = new D1Journal(env.DB);
 * await journal.createTable(); // once, at deployment
 * ```
 *
 * Each record is one statement, which D1 carries out alone and keeps before it answers. Reads go to the primary, as all
 * that D1 is asked outside of a session.
 */
export class D1Journal implements Journal {
  /** The SQL of `createTable`, for your own migrations. */
  readonly schema: string = SQLITE_SCHEMA;
  readonly #database: D1;

  constructor(database: D1) {
    if (typeof Object(database).prepare !== "function") throw new InvalidInput("database", "no database", "a D1 binding, such as `env.DB`");
    this.#database = database;
  }

  /** Makes the table and its indices unless they are there. */
  async createTable(): Promise<void> {
    for (const statement of SQLITE_SCHEMA.split(";")) {
      if (statement.trim() !== "") await this.#run(statement);
    }
  }

  async put(record: Record): Promise<Kept> {
    const row = rowOf(record);
    const { op_id, vendor, mode, reference } = row;
    // Whoever holds the reference may give it up between the refusal and the look at who it is.
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await this.#written(row)) return "stored";
      const [held] = await this.#rows("SELECT sequence FROM xaalis_records WHERE op_id = ?", op_id);
      if (row.sequence !== Number(held?.sequence ?? 0) + 1) return "outrun";
      if ((await this.#rows(CLAIMED, vendor, mode, reference, op_id)).length > 0) return "taken";
    }
    throw new Error(`${record.opId}: neither kept nor refused after ${TRIES} tries`);
  }

  async get(opId: string): Promise<Found> {
    return this.#one(`${SELECT} WHERE op_id = ?`, opId);
  }

  async unfinished(): Promise<Record[]> {
    return (await this.#rows(`${SELECT} WHERE stage <> 'closed' ORDER BY rowid`)).map(recordOf);
  }

  async find(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Promise<Found> {
    const by = async (column: string, name: string | null): Promise<Found> => {
      const where = `vendor = ? AND mode = ? AND ${column} = ? ORDER BY rowid DESC LIMIT 1`;
      return name === null ? null : this.#one(`${SELECT} WHERE ${where}`, vendor, mode, name);
    };
    return (await by("reference", reference)) ?? (await by("our_reference", ourReference));
  }

  /** One statement: the database decides, whoever else is at it. */
  async #written(row: Row): Promise<boolean> {
    const values = COLUMNS.map((column) => row[column]);
    const { meta } =
      row.sequence === 1 ? await this.#run(INSERT, ...values) : await this.#run(UPDATE, ...values, row.op_id, row.sequence);
    return meta.changes === 1;
  }

  async #one(query: string, ...values: unknown[]): Promise<Found> {
    const [row] = await this.#rows(query, ...values);
    return row === undefined ? null : recordOf(row);
  }

  async #rows(query: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.#run(query, ...values)).results as Row[];
  }

  #run(query: string, ...values: unknown[]): ReturnType<D1Statement["all"]> {
    const statement = this.#database.prepare(query);
    return (values.length === 0 ? statement : statement.bind(...values)).all();
  }
}

const TRIES = 5;
const SELECT = `SELECT ${COLUMNS.join(", ")} FROM xaalis_records`;
const INSERT =
  `INSERT INTO xaalis_records (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`;
// What another operation claims leaves the row as it was.
const UPDATE =
  `UPDATE OR IGNORE xaalis_records SET ${COLUMNS.map((column) => `${column} = ?`).join(", ")} ` +
  "WHERE op_id = ? AND sequence = ? - 1";
const CLAIMED = "SELECT 1 AS held FROM xaalis_records WHERE vendor = ? AND mode = ? AND reference = ? AND op_id <> ?";
