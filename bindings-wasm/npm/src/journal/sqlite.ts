import { closeSync, constants, lstatSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InvalidInput } from "../error_base.js";
import type { Found, Journal, Kept } from "../journal.js";
import type { Mode, Record, Vendor } from "../printed/types.js";
import { COLUMNS, type Row, SQLITE_SCHEMA, recordOf, rowOf } from "./rows.js";

/**
 * A journal in a SQLite file, for any number of processes of one machine, Python's among them (`SqliteJournal`).
 * Node 22.5 and later.
 *
 * Each record is on the disk before `put` answers (`synchronous = FULL`). Several machines share a `PostgresJournal`.
 */
export class SqliteJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #timeoutMs: number;

  /**
   * Opens the file, or makes it, readable by its owner alone.
   *
   * `timeoutMs`: how long to wait for another process that is writing. Throws `InvalidInput` for a path that is no file
   * of its own: `:memory:`, a symbolic link.
   */
  constructor(path: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}) {
    this.#timeoutMs = timeoutMs;
    this.#database = new DatabaseSync(ownFile(path));
    // Of an opening that others are at as well: once, while nothing else waits for this process.
    this.#database.exec(`PRAGMA busy_timeout = ${Math.trunc(timeoutMs)}`);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    this.#database.exec(SQLITE_SCHEMA);
    this.#database.exec("PRAGMA busy_timeout = 0");
  }

  put(record: Record): Promise<Kept> {
    return this.#unlocked(() => {
      // The only writer, from the first look to the commit.
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const kept = this.#put(rowOf(record));
        this.#database.exec("COMMIT");
        return kept;
      } catch (error) {
        this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  get(opId: string): Promise<Found> {
    return this.#unlocked(() => this.#one(`${SELECT} WHERE op_id = ?`, opId));
  }

  unfinished(): Promise<Record[]> {
    const query = `${SELECT} WHERE stage <> 'closed' ORDER BY rowid`;
    return this.#unlocked(() => this.#database.prepare(query).all().map((row) => recordOf(row as Row)));
  }

  find(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Promise<Found> {
    const by = (column: string, name: string | null): Found => {
      const query = `${SELECT} WHERE vendor = ? AND mode = ? AND ${column} = ? ORDER BY rowid DESC LIMIT 1`;
      return name === null ? null : this.#one(query, vendor, mode, name);
    };
    return this.#unlocked(() => by("reference", reference) ?? by("our_reference", ourReference));
  }

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }

  #put(row: Row): Kept {
    const held = this.#database.prepare("SELECT sequence FROM xaalis_records WHERE op_id = ?").get(row.op_id);
    if (row.sequence !== Number(held?.["sequence"] ?? 0) + 1) return "outrun";
    const { vendor, mode, reference, op_id } = row;
    if (reference !== null && this.#database.prepare(CLAIMED).get(vendor, mode, reference, op_id) !== undefined) return "taken";
    this.#database.prepare(PUT).run(...COLUMNS.map((column) => row[column]));
    return "stored";
  }

  #one(query: string, ...given: (string | number)[]): Found {
    const row = this.#database.prepare(query).get(...given);
    return row === undefined ? null : recordOf(row as Row);
  }

  /** Waits for another process that is writing, while this one goes on with other things. */
  async #unlocked<T>(work: () => T): Promise<T> {
    const end = performance.now() + this.#timeoutMs;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

const PAUSE_MS = 5;
/** SQLITE_BUSY, whatever it adds in its higher byte. */
const BUSY = 5;

function isBusy(error: unknown): boolean {
  const code: unknown = Object(error).errcode;
  return typeof code === "number" && (code & 0xff) === BUSY;
}

/** The absolute path of a file that only its owner can read, made if it is missing. */
function ownFile(path: unknown): string {
  const allowed = "the path of a file; `MemoryJournal` keeps records in memory";
  if (typeof path !== "string" || path === "" || path === ":memory:") throw new InvalidInput("path", "no file", allowed);
  const name = resolve(path);
  if (lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const instead = "the path of the file itself: who may write the link's folder could put records elsewhere";
    throw new InvalidInput("path", "a symbolic link", instead);
  }
  try {
    // SQLite gives its side files the mode of this one. A file that is there is not opened here: closing it would drop
    // the locks that this process has on it.
    closeSync(openSync(name, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
  } catch (error) {
    if (Object(error).code !== "EEXIST") throw error;
  }
  return name;
}

const SELECT = `SELECT ${COLUMNS.join(", ")} FROM xaalis_records`;
// Not REPLACE, which moves the row to the end: `unfinished` is oldest first.
const PUT = `INSERT INTO xaalis_records (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})
ON CONFLICT (op_id) DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(", ")}`;
const CLAIMED = "SELECT 1 FROM xaalis_records WHERE vendor = ? AND mode = ? AND reference = ? AND op_id <> ?";
