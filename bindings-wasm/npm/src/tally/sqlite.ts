import { SqliteFile } from "../journal/sqlite_file.js";
import { SWEEP_EACH, type Tally } from "../tally.js";
import { SQLITE_SCHEMA, statementsOf } from "./rows.js";

/**
 * A relay's counts and holds in a SQLite file, for any number of processes of one machine, Python's among them. It may be
 * the journal's file; one of its own does not wait for the journal's disk. Node 22.5 and later.
 */
export class SqliteTally implements Tally {
  readonly #file: SqliteFile;
  #taken = 0;

  /**
   * Opens the file, or makes it, readable by its owner alone.
   *
   * `timeoutMs`: how long to wait for another process that is writing. Throws `InvalidInput` for a path that is no file
   * of its own: `:memory:`, a symbolic link.
   */
  constructor(path: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}) {
    // What a power cut forgets here is a limit, never a payment.
    this.#file = new SqliteFile(path, timeoutMs, "NORMAL", SQLITE_SCHEMA);
  }

  async take(key: string, add: number, windowMs: number, now: number): Promise<number> {
    this.#taken += 1;
    if (this.#taken % SWEEP_EACH === 0) await this.sweep(now);
    const [row] = await this.#rows(take, key, add, now + windowMs, now);
    return Object(row).total as number;
  }

  async hold(key: string, owner: string, ttlMs: number, now: number): Promise<boolean> {
    return (await this.#rows(hold, key, owner, now + ttlMs, now)).length === 1;
  }

  async free(key: string, owner: string): Promise<void> {
    await this.#rows(free, key, owner);
  }

  /** Forgets what is over. It does so by itself, now and then. */
  async sweep(now: number): Promise<void> {
    await this.#rows(sweep, now);
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  /** To its last row: a statement that is left before has not said whether it was kept. */
  #rows(query: string, ...values: (string | number)[]): Promise<unknown[]> {
    return this.#file.unlocked((database) => database.prepare(query).all(...values));
  }
}

const { take, hold, free, sweep } = statementsOf("xaalis_tally", (at) => `?${at}`);
