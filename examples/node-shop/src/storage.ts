/** The journal and the orders: in PostgreSQL, else in SQLite, else in memory. */
import pg from "pg";
import { type Journal, MemoryJournal } from "xaalis";
import { PostgresJournal, PostgresTally } from "xaalis/postgres";
import { MemoryTally, type Tally } from "xaalis/relay";
import { MemoryOrders, type Orders, SCHEMA, type Sql, SqlOrders } from "./orders.js";

export interface Storage {
  readonly journal: Journal;
  readonly orders: Orders;
  /** What the relay counts in. */
  readonly tally: Tally;
  /** What it is, to be said at the start. */
  readonly name: string;
  /** Whether it forgets when the process ends: then nothing may be paid that a second start could pay again. */
  readonly forgets: boolean;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `DATABASE_URL`, or PostgreSQL's own `PGHOST` and `PGDATABASE`, are meant: without an answer from there this throws.
 * Otherwise a database called `xaalis_shop` on this machine is taken, if there is one; then SQLite, where Node has it.
 */
export async function openStorage(environment: Environment = process.env): Promise<Storage> {
  const url = environment["DATABASE_URL"];
  if (url !== undefined) return postgres({ connectionString: url }, "DATABASE_URL");
  if (environment["PGHOST"] !== undefined || environment["PGDATABASE"] !== undefined) return postgres({}, "PGHOST, PGDATABASE");
  if (environment["STORAGE"] !== "memory") {
    const place = { host: "/var/run/postgresql", database: "xaalis_shop", connectionTimeoutMillis: 2_000 };
    const found = await postgres(place, "database xaalis_shop").catch(() => null);
    if (found !== null) return found;
    const file = await sqlite(environment["SQLITE_FILE"] ?? "shop.sqlite");
    if (file !== null) return file;
  }
  const name = "memory, which forgets (`createdb xaalis_shop`, or Node 22.13, keeps what is paid)";
  return { journal: new MemoryJournal(), orders: new MemoryOrders(), tally: new MemoryTally(), name, forgets: true, close: async () => {} };
}

async function postgres(config: pg.PoolConfig, place: string): Promise<Storage> {
  const pool = new pg.Pool({ max: 10, ...config });
  // A connection that breaks while nobody uses it must not end the shop.
  pool.on("error", (error) => console.error("postgres:", error.message));
  try {
    const [journal, tally] = [new PostgresJournal(pool), new PostgresTally(pool)];
    await once(pool, async () => {
      await journal.createTable();
      await tally.createTable();
      await pool.query(SCHEMA);
    });
    const sql: Sql = async (text, ...values) => {
      let place = 0;
      const { rows, rowCount } = await pool.query<Record<string, unknown>>(text.replaceAll("?", () => `$${++place}`), values);
      return { rows, changed: rowCount ?? 0 };
    };
    return { journal, orders: new SqlOrders(sql), tally, name: `PostgreSQL (${place})`, forgets: false, close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Two processes that make one table at a time would be in each other's way, `IF NOT EXISTS` or not. */
async function once(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('xaalis_shop'))");
    await work();
    await client.query("SELECT pg_advisory_unlock(hashtext('xaalis_shop'))");
  } finally {
    client.release();
  }
}

async function sqlite(file: string): Promise<Storage | null> {
  // Node before 22.13 has none, or hides it.
  const there = await import("node:sqlite").catch(() => null);
  if (there === null) return null;
  const { SqliteJournal, SqliteTally } = await import("xaalis/sqlite");
  const [journal, tally] = [new SqliteJournal(file), new SqliteTally(file)];
  const database = new there.DatabaseSync(file);
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL");
  database.exec(SCHEMA);
  const sql: Sql = async (text, ...values) => {
    const statement = database.prepare(text);
    if (text.startsWith("SELECT")) return { rows: statement.all(...values), changed: 0 };
    return { rows: [], changed: Number(statement.run(...values).changes) };
  };
  const close = async () => {
    database.close();
    journal.close();
    tally.close();
  };
  return { journal, orders: new SqlOrders(sql), tally, name: `SQLite (${file})`, forgets: false, close };
}
