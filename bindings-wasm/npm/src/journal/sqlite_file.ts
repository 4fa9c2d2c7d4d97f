import { closeSync, constants, lstatSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InvalidInput } from "../error_base.js";

/** A SQLite file that several processes write. */
export class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #timeoutMs: number;

  constructor(path: string, timeoutMs: number, synchronous: "FULL" | "NORMAL", schema: string) {
    this.#timeoutMs = timeoutMs;
    this.#database = new DatabaseSync(ownFile(path));
    // Of an opening that others are at as well: once, while nothing else waits for this process.
    this.#database.exec(`PRAGMA busy_timeout = ${Math.trunc(timeoutMs)}`);
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
    this.#database.exec(schema);
    this.#database.exec("PRAGMA busy_timeout = 0");
  }

  /** Waits for another process that is writing, while this one goes on with other things. */
  async unlocked<T>(work: (database: DatabaseSync) => T): Promise<T> {
    const end = performance.now() + this.#timeoutMs;
    for (;;) {
      try {
        return work(this.#database);
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  close(): void {
    this.#database.close();
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
