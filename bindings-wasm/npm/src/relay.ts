/**
 * The relay's server end: pages and apps pay without ever holding your key.
 *
 * Your backend runs the payment with its own client and journal. A page has one address and a token that names one order
 * for a quarter of an hour; what it is told is a small view.
 *
 * @module
 */

import { type Client, type Office, officeOf } from "./client.js";
import { type Clock, SteadyClock } from "./clock.js";
import { InvalidInput, thrown } from "./error_base.js";
import { handed } from "./given.js";
import { MemoryJournal } from "./journal.js";
import { ready } from "./load.js";
import { tell } from "./log.js";
import type { Dexchange } from "./printed/dexchange.js";
import type { Senfenico } from "./printed/senfenico.js";
import type { Service } from "./printed/types.js";
import type { Codes } from "./relay/codes.js";
import { type NodeRequest, type NodeResponse, ofFetch, ofNode, toFetch, toNode } from "./relay/incoming.js";
import { type Operation, settingsOf } from "./relay/settings.js";
import { type Answer, Going, type Incoming } from "./relay/visit.js";
import { MemoryTally, type Tally } from "./tally.js";
import { Gate } from "./wasm.js";

export { MemoryTally };
export type { Codes, NodeRequest, NodeResponse, Tally };

export interface RelayOptions {
  /** Where the relay is reached, `https://host/path`: every token names it. */
  readonly url: string;
  /**
   * A name and a secret, 32 to 256 random characters; never the vendor's key. The first one mints, all of them check: to
   * change one, add the new one behind the old, then put it first, and an hour later leave the old one out.
   * `node -p 'crypto.randomBytes(32).toString("base64url")'` makes one.
   */
  readonly keys: { readonly [name: string]: string } | ReadonlyMap<string, string>;
  /** Of your pages, as browsers write them (`https://shop.example`); `app` for apps. */
  readonly origins: readonly string[];
  /** Whether pages may collect from a phone: of a `Senfenico`, where it is true when left out. */
  readonly collect?: boolean | undefined;
  /** Where the vendor's payment page sends customers back to: pages may open one then. Of a `Senfenico`. */
  readonly checkout?: readonly [paid: string, notPaid: string] | undefined;
  /**
   * True, and needed, of a `Dexchange`: pages may pay the bill of the customer that their token names, up to its amount,
   * from *your* balance. For your staff, or once the money was collected.
   */
  readonly bills?: boolean | undefined;
  /**
   * Where DEXCHANGE calls back, the public base address, and the secrets that `DexchangeWebhooks` reads its callbacks
   * with, the newest first. When left out, the vendor is asked until it knows.
   */
  readonly callbacks?: { readonly base: string; readonly secrets: readonly string[] } | undefined;
  /** Keeps the codes of top-ups: pages may top meters up then, by exactly their token's amount. */
  readonly codes?: Codes | undefined;
  /** What all your workers count in. In memory when left out, which only a journal in memory goes with. */
  readonly tally?: Tally | undefined;
  /**
   * How many requests of this process may wait for the vendor; 8 when left out. More are answered with 503, so that a
   * vendor that hangs does not take the shop's other pages with it.
   */
  readonly atOnce?: number | undefined;
}

export interface MintOptions {
  /**
   * In XOF francs. A changed cart needs a new token; compare with the order when it is paid. Of a bill the most that it may
   * be, of a top-up exactly that.
   */
  readonly amount: number;
  /** When left out, what the relay carries out; where a `service` is given, `pay_bill`. */
  readonly operation?: "collect" | "checkout" | "pay_bill" | undefined;
  /** Of a bill, with `customer`: `SENEAU_SN_BILL` or `SENELEC_SN_BILL`; of a top-up `WOYOFAL_SN_BILL`. */
  readonly service?: Service | undefined;
  /** The number on the bill or meter. Whoever has the token can read it, and see what is owed. */
  readonly customer?: string | undefined;
  /** How long it is good for, 900 when left out, an hour at most; then the page asks for another. */
  readonly seconds?: number | undefined;
  /** Of which pages, one to four; all of the relay's when left out. */
  readonly origins?: readonly string[] | undefined;
  /** The only phone that may pay. The token shows none of its digits. */
  readonly phone?: string | undefined;
}

/**
 * A merchant's relay. One for a process.
 *
 * ```ts
 * const senfenico = new Senfenico({ apiKey, journal: new PostgresJournal(pool) });
 * const relay = new Relay(senfenico, {
 *   url: "https://shop.example/xaalis/pay",
 *   keys: { k1: process.env.XAALIS_RELAY_KEY },
 *   origins: ["https://shop.example"],
 *   tally: new PostgresTally(pool),
 * });
 * const token = await relay.mint(order.id, { amount: order.total }); // for the page of this order's customer, who is logged in
 * app.all("/xaalis/pay", (c) => relay.handle(c.req.raw));             // Hono; with Express: app.all("/xaalis/pay", relay.node)
 * ```
 */
export class Relay {
  readonly #office: Office;
  readonly #tally: Tally;
  readonly #url: string;
  readonly #codes: Codes | undefined;
  readonly #usual: Operation;
  /** Until the gate is made of it, which may have to wait for wasm. */
  #settings: string;
  #gate: Gate | undefined;

  /**
   * `client`: of the vendor whose payments it carries, with the journal that all your workers share. Who has both makes two
   * relays at two addresses.
   *
   * Throws `InvalidInput` naming the argument: of `keys` what is wrong with one, never one.
   */
  constructor(client: Senfenico | Dexchange, options: RelayOptions) {
    const office = officeOf(client as Client);
    if (office === undefined) throw new InvalidInput("client", "no client", "a Senfenico or Dexchange");
    const { tally, codes, settings, url, usual } = settingsOf(options, office.vendor);
    if (tally === undefined && !(office.desk.journal instanceof MemoryJournal)) {
      // What all workers share, as the journal.
      throw new InvalidInput("tally", "missing", "SqliteTally, PostgresTally, D1Tally");
    }
    this.#office = office;
    this.#tally = tally ?? new MemoryTally();
    this.#codes = codes;
    this.#url = url;
    this.#usual = usual;
    this.#settings = settings;
    // What is wrong with a setting is said at once wherever wasm is there at once.
    if (ready() === undefined) this.#made();
  }

  /**
   * The answer to a request, for all that take a function of a `Request`: Hono, Next.js, Workers, Deno, Bun.
   *
   * What a store throws is logged and answered with 503. Rejects with `InvalidInput` for a body that something before it
   * has read.
   */
  readonly handle = async (request: Request): Promise<Response> => toFetch(await this.#served(await ofFetch(request)));

  /**
   * The same for Node and Express: `http.createServer(relay.node)`, `app.all("/xaalis/pay", relay.node)`, with nothing
   * that parses bodies before it, or `express.raw({ type: "*\/*" })`. What cannot be served is handed to `next`.
   */
  readonly node = async (request: NodeRequest, response: NodeResponse, next?: (error?: unknown) => void): Promise<void> => {
    try {
      const incoming = await ofNode(request);
      if (incoming !== null) toNode(await this.#served(incoming), response);
    } catch (error) {
      if (next !== undefined) return next(error);
      // Nobody else hears of what is caught here.
      console.error(error);
      response.statusCode = 500;
      response.end();
    }
  };

  /**
   * A token for the page of one order. Give it to nobody but that order's customer: whoever has it can have any phone
   * asked to pay, three times, or a bill paid from your balance.
   *
   * `order`: your order's own, stable id, its primary key: a new one for each page that is loaded would let one order be
   * paid twice. Letters, digits, `-` and `_`, at most 50.
   *
   * Throws `InvalidInput` naming what is wrong.
   */
  async mint(order: string | number | bigint, options: MintOptions): Promise<string> {
    if (typeof options !== "object" || options === null) throw new InvalidInput("options", "none", "{ amount: … }");
    const name = typeof order === "bigint" || Number.isSafeInteger(order) ? String(order) : order;
    const { operation = options.service === undefined ? this.#usual : "pay_bill" } = options;
    const wanted = handed({ ...options, order: name, operation });
    const gate = await this.#ready();
    return crossed(() => gate.mint(wanted, this.#clock().now()));
  }

  toJSON(): { url: string } {
    return { url: this.#url };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `<Relay ${this.#url}>`;
  }

  async #served({ method, target, headers, body }: Incoming): Promise<Answer> {
    const gate = await this.#ready();
    const clock = this.#clock();
    const id = crypto.randomUUID().replaceAll("-", "");
    const visit = crossed(() => gate.visit(method, target, JSON.stringify(headers), body, id, clock.now()));
    const going = new Going(visit, this.#office.desk, { tally: this.#tally, codes: this.#codes }, clock);
    try {
      const answer = await going.toEnd();
      for (const record of going.closed) await this.#tellEnd(record);
      return answer;
    } finally {
      visit.free();
    }
  }

  /** What a journal's `ended` is told, as by every client: before the page is. */
  async #tellEnd(record: Going["closed"][number]): Promise<void> {
    try {
      await this.#office.tellEnd(record);
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      tell(this.#office.desk.logger, "warn", `relay ${record.opId}: has ended, but nobody could be told: ${name}`);
    }
  }

  /** Tokens have the world's time: a process that runs for weeks asks for it with each request. */
  #clock(): Clock {
    const { clock } = this.#office.desk;
    return clock instanceof SteadyClock ? new SteadyClock() : clock;
  }

  async #ready(): Promise<Gate> {
    const loading = ready();
    if (loading !== undefined) await loading;
    return this.#made();
  }

  #made(): Gate {
    if (this.#gate !== undefined) return this.#gate;
    const account = this.#office.made();
    this.#gate = crossed(() => new Gate(account, this.#settings));
    this.#settings = "";
    return this.#gate;
  }
}

function crossed<T>(cross: () => T): T {
  try {
    return cross();
  } catch (error) {
    throw named(thrown(error));
  }
}

/** By the argument that it was given as. */
function named(error: Error): Error {
  if (!(error instanceof InvalidInput)) return error;
  const field = ARGUMENTS.get(error.field);
  return field === undefined ? error : new InvalidInput(field, error.problem, error.allowed, error.suggestion ?? undefined);
}

const ARGUMENTS = new Map([
  ["relayUrl", "url"],
  ["relayKey", "keys"],
  ["relayKeys", "keys"],
  ["kid", "keys"],
  ["successUrl", "checkout"],
  ["cancelUrl", "checkout"],
  ["callBackURL", "callbacks"],
  ["callbackUrl", "callbacks"],
  ["callbackKey", "callbacks"],
  ["mostAtOnce", "atOnce"],
  ["account", "client"],
]);
