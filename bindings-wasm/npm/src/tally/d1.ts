import { InvalidInput } from "../error_base.js";
import type { D1 } from "../journal/d1.js";
import { SWEEP_EACH, type Tally } from "../tally.js";
import { SQLITE_SCHEMA, statementsOf } from "./rows.js";

/**
 * A relay's counts and holds in Cloudflare's D1, for any number of workers. Each method is one statement.
 *
 * ```ts
 * const tally = new D1Tally(env.DB);
 * await tally.createTable(); // once, at deployment
 * ```
 */
export class D1Tally implements Tally {
  /** The SQL of `createTable`, for your own migrations. */
  readonly schema: string = SQLITE_SCHEMA;
  readonly #database: D1;
  #taken = 0;

  constructor(database: D1) {
    if (typeof Object(database).prepare !== "function") throw new InvalidInput("database", "no database", "a D1 binding, such as `env.DB`");
    this.#database = database;
  }

  /** Makes the table and its index unless they are there. */
  async createTable(): Promise<void> {
    for (const statement of SQLITE_SCHEMA.split(";")) {
      if (statement.trim() !== "") await this.#rows(statement);
    }
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

  async #rows(query: string, ...values: unknown[]): Promise<unknown[]> {
    const statement = this.#database.prepare(query);
    return (await (values.length === 0 ? statement : statement.bind(...values)).all()).results;
  }
}

const { take, hold, free, sweep } = statementsOf("xaalis_tally", (at) => `?${at}`);
