import { InvalidInput } from "../error_base.js";

/** What is used of a `Pool` of `pg`. */
export interface Pool {
  query(config: Query): Promise<{ readonly rows: readonly unknown[][]; readonly rowCount: number | null }>;
}

export interface Query {
  text: string;
  values: unknown[];
  rowMode: "array";
  types: { getTypeParser(): (text: string) => unknown };
}

/** A table, written and read our own way, whatever types you set up. */
export class Table {
  readonly name: string;
  /** What makes it, and its indices. */
  readonly schema: string;
  readonly #pool: Pool;

  /** `schemaOf`: of the table's name, and what names of its indices begin with. */
  constructor(pool: Pool, name: string, schemaOf: (table: string, name: string) => string) {
    if (typeof name !== "string" || !TABLE.test(name)) {
      const allowed = "small letters, digits and _, at most 51, with a schema before a dot";
      throw new InvalidInput("table", "not a table's name", allowed);
    }
    if (typeof Object(pool).query !== "function") throw new InvalidInput("pool", "no pool", "a `Pool` of `pg`");
    this.#pool = pool;
    this.name = name;
    this.schema = schemaOf(name, name.replace(".", "_"));
  }

  async create(): Promise<void> {
    for (const statement of this.schema.split(";")) {
      if (statement.trim() !== "") await this.#made(statement);
    }
  }

  async query(text: string, ...values: unknown[]): ReturnType<Pool["query"]> {
    try {
      return await this.#pool.query({ text, values, rowMode: "array", types: PLAIN });
    } catch (error) {
      if (Object(error).code !== UNDEFINED_TABLE) throw error;
      const told = `there is no table ${this.name}: call createTable() once, or run \`schema\` in a migration`;
      throw new Error(told, { cause: error });
    }
  }

  /** Of two processes at it, `IF NOT EXISTS` or not, one is refused: by then it is there. */
  async #made(statement: string): Promise<void> {
    try {
      await this.query(statement);
    } catch (error) {
      if (!MADE.has(Object(error).code)) throw error;
      await this.query(statement);
    }
  }
}

const TABLE = /^[a-z_][a-z0-9_]{0,50}(\.[a-z_][a-z0-9_]{0,50})?$/;
const UNDEFINED_TABLE = "42P01";
/** A row of a catalogue, a table or an index that another process has just made. */
const MADE = new Set(["23505", "42P07", "42710"]);
/** Text as the server wrote it, however your program has types read. */
const PLAIN: Query["types"] = { getTypeParser: () => (text) => text };
