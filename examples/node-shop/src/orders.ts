/**
 * What the shop keeps of an order. How its payment stands is in the journal alone, so the two cannot disagree.
 */

/** Something to be paid, once. */
export interface Order {
  /** Chosen by the form, so that a form sent twice is one order; hard to guess, for it is the address. */
  readonly id: string;
  readonly kind: "goods" | "bill";
  /** The product, or the service of the bill. */
  readonly item: string;
  /** The number on the bill or meter; empty for goods. */
  readonly customer: string;
  /** XOF francs; `null` for a bill, which imposes its own. */
  readonly amount: number | null;
  /** The payments begun for it; the next one begins only after a definite no. `RELAY`: the relay counts them. */
  readonly attempt: number;
  /** The last of them that is known to have ended. */
  readonly ended: number;
  /** The payment that paid it, once one has. */
  readonly paidBy: string | null;
  /** What a meter wants typed in. */
  readonly token: string | null;
}

/** Stands for the number of an order's payment where that is the relay's affair: no form has so high a one. */
export const RELAY = 10_000;

export type NewOrder = Pick<Order, "id" | "kind" | "item" | "customer" | "amount">;

export interface Orders {
  /** Does nothing when it is there already. */
  add(order: NewOrder): Promise<void>;
  get(id: string): Promise<Order | null>;
  /**
   * Payment number `attempt` is about to begin: the one of before again, or the next once that has ended. False for any
   * other number.
   */
  start(id: string, attempt: number): Promise<boolean>;
  /** Payment number `attempt` has ended. */
  end(id: string, attempt: number): Promise<void>;
  /** Notes what paid it. True for the first payment, and for no other: then give the goods. */
  pay(id: string, opId: string, amount: number | null, token: string | null): Promise<boolean>;
  /** From now on it is paid through the relay. False where a form of the shop's has begun to pay it. */
  relay(id: string): Promise<boolean>;
  /** Those with a payment under way. */
  open(): Promise<Order[]>;
  /** Those that the relay may be at: the newest. */
  relayed(): Promise<Order[]>;
  /** The newest bills, for the counter. */
  bills(): Promise<Order[]>;
}

/** Always the same for one attempt: a double click or a reload finds the payment, and pays nothing more. */
export function opIdOf({ kind, id }: Pick<Order, "kind" | "id">, attempt: number): string {
  return `${kind}-${id.replaceAll("-", "")}-${attempt}`;
}

/** The payments that were begun for it before. */
export function earlierOf(order: Pick<Order, "kind" | "id">, attempt: number): string[] {
  return Array.from({ length: attempt - 1 }, (_, place) => opIdOf(order, place + 1));
}

/** The payments that the relay may have begun for it. */
export function relayedOf({ id }: Pick<Order, "id">): string[] {
  return [1, 2, 3].map((attempt) => `relay-${id}-${attempt}`);
}

/** The order of a payment; `null` for payments of others. */
export function partsOf(opId: string): { id: string; attempt: number } | null {
  const [, id] = /^relay-([0-9a-f-]{36})-\d$/.exec(opId) ?? [];
  if (id !== undefined) return { id, attempt: RELAY };
  const [, hex = "", attempt] = /^(?:goods|bill)-([0-9a-f]{32})-(\d{1,4})$/.exec(opId) ?? [];
  if (attempt === undefined) return null;
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"), attempt: Number(attempt) };
}

/** How a database is asked, with `?` in place of values. */
export type Sql = (text: string, ...values: (string | number | null)[]) => Promise<{ rows: Row[]; changed: number }>;
type Row = Readonly<Record<string, unknown>>;

export const SCHEMA = `CREATE TABLE IF NOT EXISTS shop_orders (
    id text PRIMARY KEY, kind text NOT NULL, item text NOT NULL, customer text NOT NULL, amount bigint,
    attempt integer NOT NULL DEFAULT 0, ended integer NOT NULL DEFAULT 0, paid_by text, token text,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)`;

/** In PostgreSQL or SQLite. */
export class SqlOrders implements Orders {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async add({ id, kind, item, customer, amount }: NewOrder): Promise<void> {
    const text = "INSERT INTO shop_orders (id, kind, item, customer, amount) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    await this.#sql(text, id, kind, item, customer, amount);
  }

  async get(id: string): Promise<Order | null> {
    return (await this.#all("WHERE id = ?", id))[0] ?? null;
  }

  async start(id: string, attempt: number): Promise<boolean> {
    if (!isForm(attempt)) return false;
    const before = "(attempt = ? OR (attempt = ? AND ended = attempt))";
    const text = `UPDATE shop_orders SET attempt = ?, ended = ? WHERE id = ? AND ${before} AND paid_by IS NULL`;
    return (await this.#sql(text, attempt, attempt - 1, id, attempt, attempt - 1)).changed === 1;
  }

  async end(id: string, attempt: number): Promise<void> {
    await this.#sql("UPDATE shop_orders SET ended = ? WHERE id = ? AND attempt = ?", attempt, id, attempt);
  }

  async pay(id: string, opId: string, amount: number | null, token: string | null): Promise<boolean> {
    const text = "UPDATE shop_orders SET paid_by = ?, amount = COALESCE(amount, ?), token = ? WHERE id = ? AND paid_by IS NULL";
    return (await this.#sql(text, opId, amount, token, id)).changed === 1;
  }

  async relay(id: string): Promise<boolean> {
    const text = "UPDATE shop_orders SET attempt = ?, ended = ? WHERE id = ? AND attempt IN (0, ?)";
    return (await this.#sql(text, RELAY, RELAY, id, RELAY)).changed === 1;
  }

  open(): Promise<Order[]> {
    return this.#all("WHERE attempt > ended AND paid_by IS NULL ORDER BY created_at");
  }

  relayed(): Promise<Order[]> {
    return this.#all(`WHERE attempt = ${RELAY} AND paid_by IS NULL ORDER BY created_at DESC LIMIT 200`);
  }

  bills(): Promise<Order[]> {
    return this.#all("WHERE kind = 'bill' AND attempt > 0 ORDER BY created_at DESC LIMIT 20");
  }

  async #all(where: string, ...values: string[]): Promise<Order[]> {
    const { rows } = await this.#sql(`SELECT * FROM shop_orders ${where}`, ...values);
    return rows.map(fromRow);
  }
}

/** Forgets: for a first look. */
export class MemoryOrders implements Orders {
  readonly #orders = new Map<string, Order>();

  async add(order: NewOrder): Promise<void> {
    if (!this.#orders.has(order.id)) this.#orders.set(order.id, { ...order, attempt: 0, ended: 0, paidBy: null, token: null });
  }

  async get(id: string): Promise<Order | null> {
    return this.#orders.get(id) ?? null;
  }

  async start(id: string, attempt: number): Promise<boolean> {
    return this.#change(id, ({ attempt: now, ended, paidBy }) =>
      isForm(attempt) && paidBy === null && (now === attempt || (now === attempt - 1 && ended === now)) ? { attempt, ended: attempt - 1 } : null,
    );
  }

  async end(id: string, attempt: number): Promise<void> {
    this.#change(id, (order) => (order.attempt === attempt ? { ended: attempt } : null));
  }

  async pay(id: string, opId: string, amount: number | null, token: string | null): Promise<boolean> {
    return this.#change(id, (order) => (order.paidBy === null ? { paidBy: opId, amount: order.amount ?? amount, token } : null));
  }

  async relay(id: string): Promise<boolean> {
    return this.#change(id, ({ attempt }) => (attempt === 0 || attempt === RELAY ? { attempt: RELAY, ended: RELAY } : null));
  }

  async relayed(): Promise<Order[]> {
    return [...this.#orders.values()].filter((order) => order.attempt === RELAY && order.paidBy === null).slice(-200);
  }

  async open(): Promise<Order[]> {
    return [...this.#orders.values()].filter((order) => order.attempt > order.ended && order.paidBy === null);
  }

  async bills(): Promise<Order[]> {
    return [...this.#orders.values()].filter((order) => order.kind === "bill" && order.attempt > 0).slice(-20).reverse();
  }

  #change(id: string, change: (order: Order) => Partial<Order> | null): boolean {
    const held = this.#orders.get(id);
    const changed = held === undefined ? null : change(held);
    if (held === undefined || changed === null) return false;
    this.#orders.set(id, { ...held, ...changed });
    return true;
  }
}

/** What a form may name: the first, the next, …, never the relay's. */
function isForm(attempt: number): boolean {
  return attempt >= 1 && attempt < RELAY;
}

function fromRow(row: Row): Order {
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row["id"]),
    kind: row["kind"] === "bill" ? "bill" : "goods",
    item: String(row["item"]),
    customer: String(row["customer"]),
    amount: row["amount"] === null ? null : Number(row["amount"]),
    attempt: Number(row["attempt"]),
    ended: Number(row["ended"]),
    paidBy: text("paid_by"),
    token: text("token"),
  };
}
