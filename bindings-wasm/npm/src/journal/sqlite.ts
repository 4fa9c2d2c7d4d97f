import type { DatabaseSync } from "node:sqlite";
import type { Found, Journal, Kept } from "../journal.js";
import type { Mode, Record, Vendor } from "../printed/types.js";
import { COLUMNS, type Row, SQLITE_SCHEMA, recordOf, rowOf } from "./rows.js";
import { SqliteFile } from "./sqlite_file.js";

export { SqliteTally } from "../tally/sqlite.js";

/**
 * A journal in a SQLite file, for any number of processes of one machine, Python's among them (`SqliteJournal`).
 * Node 22.5 and later.
 *
 * Each record is on the disk before `put` answers (`synchronous = FULL`). Several machines share a `PostgresJournal`.
 */
export class SqliteJournal implements Journal {
  readonly #file: SqliteFile;

  /**
   * Opens the file, or makes it, readable by its owner alone.
   *
   * `timeoutMs`: how long to wait for another process that is writing. Throws `InvalidInput` for a path that is no file
   * of its own: `:memory:`, a symbolic link.
   */
  constructor(path: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}) {
    this.#file = new SqliteFile(path, timeoutMs, "FULL", SQLITE_SCHEMA);
  }

  put(record: Record): Promise<Kept> {
    return this.#file.unlocked((database) => {
      // The only writer, from the first look to the commit.
      database.exec("BEGIN IMMEDIATE");
      try {
        const kept = putRow(database, rowOf(record));
        database.exec("COMMIT");
        return kept;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  get(opId: string): Promise<Found> {
    return this.#file.unlocked((database) => one(database, `${SELECT} WHERE op_id = ?`, opId));
  }

  unfinished(): Promise<Record[]> {
    const query = `${SELECT} WHERE stage <> 'closed' ORDER BY rowid`;
    return this.#file.unlocked((database) => database.prepare(query).all().map((row) => recordOf(row as Row)));
  }

  find(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Promise<Found> {
    return this.#file.unlocked((database) => {
      const by = (column: string, name: string | null): Found => {
        const query = `${SELECT} WHERE vendor = ? AND mode = ? AND ${column} = ? ORDER BY rowid DESC LIMIT 1`;
        return name === null ? null : one(database, query, vendor, mode, name);
      };
      return by("reference", reference) ?? by("our_reference", ourReference);
    });
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }
}

function putRow(database: DatabaseSync, row: Row): Kept {
  const held = database.prepare("SELECT sequence FROM xaalis_records WHERE op_id = ?").get(row.op_id);
  if (row.sequence !== Number(held?.["sequence"] ?? 0) + 1) return "outrun";
  const { vendor, mode, reference, op_id } = row;
  if (reference !== null && database.prepare(CLAIMED).get(vendor, mode, reference, op_id) !== undefined) return "taken";
  database.prepare(PUT).run(...COLUMNS.map((column) => row[column]));
  return "stored";
}

function one(database: DatabaseSync, query: string, ...given: (string | number)[]): Found {
  const row = database.prepare(query).get(...given);
  return row === undefined ? null : recordOf(row as Row);
}

const SELECT = `SELECT ${COLUMNS.join(", ")} FROM xaalis_records`;
// Not REPLACE, which moves the row to the end: `unfinished` is oldest first.
const PUT = `INSERT INTO xaalis_records (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})
ON CONFLICT (op_id) DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(", ")}`;
const CLAIMED = "SELECT 1 FROM xaalis_records WHERE vendor = ? AND mode = ? AND reference = ? AND op_id <> ?";
