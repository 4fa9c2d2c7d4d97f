import { SteadyClock } from "./clock.js";
import { Course, type Desk } from "./course.js";
import { InvalidInput, thrown } from "./error_base.js";
import { type Fetch, FetchTransport } from "./fetch.js";
import { handed } from "./given.js";
import { type Found, type Journal, MemoryJournal } from "./journal.js";
import { checkPlace, modeOf } from "./keys.js";
import { checkFunction, checkMs } from "./limits.js";
import { List, type Listing } from "./listing.js";
import { ready } from "./load.js";
import { type Logger, checkLogger } from "./log.js";
import { type OnProgress, type OnPrompt, Payment, valueOf } from "./payment.js";
import type { Mode, Notice, Order, Outcome, Payouts, Record, Vendor, Why } from "./printed/types.js";
import { type Items, outcomeOf } from "./steps.js";
import type { Transport } from "./transport.js";
import { Account, type Operation, among, isAbout, noticeVendor } from "./wasm.js";

export type { Items, Listing };

export interface CallOptions {
  /** Aborted, the call is over: `OperationAborted`. Nothing is undone; what may have been sent is in the journal. */
  signal?: AbortSignal | undefined;
  /** Then the waiting ends, and what is known is said. A request under way has a deadline of its own. */
  timeoutMs?: number | undefined;
}

/** Of calls that may move money, once. */
export interface MoneyOptions extends CallOptions {
  /** Yours, unique per operation; made up when left out. */
  opId?: string | undefined;
}

/** Of flows. */
export interface FlowOptions extends CallOptions {
  /** The `opId`s of the tries before, for the same order of your shop. See `begin`. */
  after?: readonly string[] | undefined;
}

/** Of flows that ask a person. */
export interface PromptOptions extends FlowOptions {
  /** Asked for a code (return it), shown what to dial or where to go (return nothing), asked to choose a bill. */
  onPrompt?: OnPrompt | undefined;
}

/** Of many payouts. */
export interface BulkOptions extends PromptOptions {
  /** Told how far it is: at the start, after each batch, and when the vendor's list shows more. */
  onProgress?: OnProgress | undefined;
  /** Aborted, no further batch is handed over: the one under way is answered and stored, then it is `OperationAborted`. */
  stopSignal?: AbortSignal | undefined;
}

export interface BeginOptions {
  /**
   * The `opId`s of the tries before, for the same order of your shop: another number, another operator. One that may
   * still be paid, or was, is refused (`InvalidInput` naming `after[0]`), so that a customer never has two open; and what
   * they made is not taken for this one's.
   */
  after?: readonly string[] | undefined;
}

export interface ResumeOptions {
  /**
   * For who comes back often, as a page that is loaded again: where the vendor was asked a moment ago, `advance` says
   * `waiting` until the next look is due. A person's answer, a webhook and `lookNow` have it look at once.
   */
  calm?: boolean | undefined;
}

export interface ClientOptions {
  /** The secret key of the vendor's dashboard. It is sent to the vendor's host only. */
  readonly apiKey: string;
  /**
   * Where records are kept; in memory when left out, which forgets: give a `SqliteJournal`, a `PostgresJournal` or one of
   * your own before real money moves.
   */
  readonly journal?: Journal | undefined;
  /** Performs requests instead of `fetch`, as a `Sandbox` does. */
  readonly transport?: Transport | undefined;
  /** Another `fetch`: it is told `redirect: "manual"`, and must send once. */
  readonly fetch?: Fetch | undefined;
  /** Another address than the vendor's, such as a sandbox on this machine. The key is sent there. Plain http: loopback. */
  readonly baseUrl?: string | undefined;
  /** Hears of requests and endings, steps and what a person should look at: `console`, or one of your program's. */
  readonly logger?: Logger | undefined;
  /** Called before each wait, with the moment (milliseconds since 1970) and the reason. */
  readonly onWait?: ((until: number, why: Why) => void) | undefined;
  /**
   * Keys of the same mode that `apiKey` replaced: what was begun under them goes on, and its payers and recipients are
   * recognised. They are never sent. Give them as long as anybody, a page or a webhook, may ask about it, ended or not;
   * never one that strangers know, for with it they can write records.
   */
  readonly earlierKeys?: readonly string[] | undefined;
  /**
   * Whether a charge that waits for a code can be given up (Senfenico); true when left out. It rests on something that no
   * page of the vendor says: that no money moves before a code is submitted.
   */
  readonly mayAbandon?: boolean | undefined;
  /**
   * For how long a payer or customer is waited for, from a minute to a week; a day when left out (Senfenico's charges and
   * pages). Then the vendor is read once more, and what has not ended there is `OutcomeUnknown`: somebody has to look.
   */
  readonly personAgeMs?: number | undefined;
  /**
   * A secret key in a page is everybody's: only a test key is taken there, and only when this is true. A live key is
   * refused whatever this says.
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** How the resources ask: the client without its public face. */
export interface Door {
  call<T>(order: Order, options?: MoneyOptions): Promise<T>;
  iterate<T>(order: Order, options?: CallOptions): Listing<T>;
}

/** What a relay needs of a client; `undefined` of what is none. @internal */
export let officeOf: (client: unknown) => Office | undefined;

/** Key, host, transport and journal of one merchant at one vendor. Make one per process. */
export abstract class Client {
  static {
    officeOf = (client) => (typeof client === "object" && client !== null && #office in client ? client.#office : undefined);
  }

  /** @internal */
  protected readonly door: Door;
  readonly #office: Office;

  protected constructor(vendor: Vendor, options: ClientOptions) {
    this.#office = new Office(vendor, options);
    this.door = this.#office;
  }

  /** `test` or `live` as the key says, `unknown` when it says neither. */
  get mode(): Mode {
    return this.#office.mode;
  }

  /**
   * An operation to go through step by step; nothing that moves money is sent before `advance` or `run`.
   *
   * `opId`: yours, unique per operation: letters, digits, `-` and `_`, at most 64. When the journal knows it, the operation
   * is continued and never begun twice; with other details it is refused. One that ended not sent begins anew, with
   * these details or others: nothing had happened.
   *
   * Throws `InvalidInput` naming the field.
   */
  begin<T = unknown>(opId: string, order: Order, options: BeginOptions = {}): Promise<Payment<T>> {
    return this.#office.begin(opId, order, options);
  }

  /**
   * Goes on with a stored operation, by its `opId` or its record: an ended one reports its end, an unknown one is looked
   * for again. What may have been sent is not sent again.
   *
   * Throws `OperationNotFound` when the journal does not know it, `RecordError` when the record is of another vendor, mode
   * or key, or was changed.
   */
  resume<T = unknown>(operation: string | Record, options: ResumeOptions = {}): Promise<Payment<T>> {
    return this.#office.resume(operation, options);
  }

  /**
   * The payment that a verified webhook is about, by the vendor's reference or else by ours: hand it the notice
   * (`payment.notify(notice)`) and let it go on. `null` when the journal knows none: one that was not begun here, or whose
   * reference is not known yet. Keep such a notice and look again.
   *
   * A journal of your own without `find` tells of those that have not ended only.
   */
  paymentOf<T = unknown>(notice: Notice): Promise<Payment<T> | null> {
    return this.#office.paymentOf(notice);
  }

  /**
   * The newest records of this vendor's and mode's operations that have not ended: resume each after a start, and from
   * time to time.
   */
  unfinished(): Promise<Record[]> {
    return this.#office.unfinished();
  }

  toJSON(): { vendor: Vendor; mode: Mode } {
    return { vendor: this.#office.vendor, mode: this.mode };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `<${this.constructor.name} ${this.mode}, apiKey: '***'>`;
  }

  /** @internal */
  protected async flow<T>(order: Order, opId: string, options: BulkOptions = {}): Promise<T> {
    const { after, ...run } = options;
    const payment = await this.begin<T>(opId, order, { after });
    try {
      return await payment.run(run);
    } finally {
      payment.close();
    }
  }
}

/** What a client does, apart from what it is called. @internal */
export class Office implements Door {
  readonly vendor: Vendor;
  readonly mode: Mode;
  readonly desk: Desk;
  /** Until the account is made of it, which may have to wait for wasm. */
  #config: string;
  #account: Account | undefined;

  constructor(vendor: Vendor, options: ClientOptions) {
    if (typeof options !== "object" || options === null) throw new InvalidInput("options", "none", "{ apiKey: … }");
    const { apiKey, journal = new MemoryJournal(), transport, fetch, baseUrl, onWait, logger, earlierKeys = [] } = options;
    if (typeof apiKey !== "string") throw new InvalidInput("apiKey", "no string", "the key of the vendor's dashboard"); // pragma: allowlist secret
    checkFunction("fetch", fetch, "a function like the global `fetch`");
    checkFunction("onWait", onWait, "a function of a moment and a reason");
    checkLogger(logger);
    if (typeof Object(journal).put !== "function" || typeof Object(journal).get !== "function") {
      throw new InvalidInput("journal", "no journal", "an object with `put`, `get` and `unfinished`");
    }
    if (transport !== undefined && typeof Object(transport).send !== "function") {
      throw new InvalidInput("transport", "no transport", "an object with `send`, or a `Sandbox`");
    }
    if (transport !== undefined && fetch !== undefined) {
      throw new InvalidInput("fetch", "given with a transport", "one of the two");
    }
    if (options.personAgeMs !== undefined) checkMs("personAgeMs", options.personAgeMs);
    this.vendor = vendor;
    this.mode = modeOf(apiKey);
    checkPlace(this.mode, options.dangerouslyAllowBrowser === true, transport);
    this.#config = JSON.stringify({
      vendor,
      api_key: apiKey,
      base_url: baseUrl ?? undefined,
      earlier_keys: [...earlierKeys],
      may_abandon: options.mayAbandon ?? undefined,
      person_age_ms: options.personAgeMs === undefined ? undefined : Math.trunc(options.personAgeMs),
      keys: "camel",
    });
    // What is wrong with a key is said at once wherever wasm is there at once.
    if (ready() === undefined) this.made();
    const ours: Transport = transport ?? new FetchTransport(fetch);
    this.desk = { transport: ours, journal, clock: ours.clock ?? new SteadyClock(), onWait, logger };
  }

  async begin<T>(opId: string, order: Order, { after = [] }: BeginOptions): Promise<Payment<T>> {
    const course = await this.#open(opId, order, after);
    return this.#payment(course);
  }

  async resume<T>(operation: string | Record, { calm = false }: ResumeOptions): Promise<Payment<T>> {
    const account = await this.#ready();
    const { clock, journal } = this.desk;
    if (typeof operation !== "string") {
      const record = handed(operation);
      const resume = calm ? "resumeCalmly" : "resume";
      return this.#payment(this.#course(Object(operation).opId, () => account[resume](record, clock.now())));
    }
    const found = (await journal.get(operation)) ?? null;
    const held = handed(found);
    const resume = calm ? "resumeCalmlyUnder" : "resumeUnder";
    return this.#payment(this.#course(operation, () => account[resume](operation, held, clock.now())));
  }

  async paymentOf<T>(notice: Notice): Promise<Payment<T> | null> {
    const told = handed(notice);
    await this.#ready();
    if (crossed(() => noticeVendor(told)) !== this.vendor) return null;
    const held = await this.#about(notice, told);
    if (held === undefined || held === null || !crossed(() => isAbout(handed(held), told))) return null;
    return this.resume(held, {});
  }

  async unfinished(): Promise<Record[]> {
    const records = await this.desk.journal.unfinished();
    return records.filter((record) => record.vendor === this.vendor && record.mode === this.mode);
  }

  /** Tells the journal of an operation that ended, as its record says. */
  async tellEnd(record: Record): Promise<void> {
    if (this.desk.journal.ended === undefined) return;
    const payment = await this.resume(record, {});
    try {
      await payment.advance();
    } finally {
      payment.close();
    }
  }

  async call<T>(order: Order, options: MoneyOptions = {}): Promise<T> {
    const { opId, signal, timeoutMs } = options;
    if (timeoutMs !== undefined) checkMs("timeoutMs", timeoutMs);
    const course = opId === undefined ? await this.#alone(order) : await this.#open(opId, order, []);
    try {
      course.limit(course.now() + (timeoutMs ?? course.patienceMs));
      const step = await course.goOn({ signal });
      if (step.kind !== "done") throw new Error(`${course.opId}: has not ended`);
      const outcome = outcomeOf(step);
      const { journal } = this.desk;
      if (journal.ended !== undefined) await journal.ended(course.opId, course.view.operation, outcome);
      return valueOf<T>(outcome as Outcome<T> | Payouts, course.opId, course.transportError);
    } finally {
      course.drop();
    }
  }

  iterate<T>(order: Order, options: CallOptions = {}): Listing<T> {
    return new List<T>(() => this.#alone(order), options);
  }

  async #open(opId: string, order: Order, after: readonly string[]): Promise<Course> {
    if (typeof opId !== "string") throw new InvalidInput("opId", "no string", "letters, digits, - and _, at most 64");
    const text = handed(order);
    const account = await this.#ready();
    const course = this.#course(opId, () => account.begin(text, opId, handed([...after])));
    try {
      await course.open();
    } catch (error) {
      course.free();
      throw error;
    }
    return course;
  }

  async #alone(order: Order): Promise<Course> {
    const text = handed(order);
    const account = await this.#ready();
    const opId = crypto.randomUUID().replaceAll("-", "");
    return this.#course(opId, () => account.beginAlone(text, opId));
  }

  async #about(notice: Notice, told: string): Promise<Found> {
    const { journal } = this.desk;
    if (journal.find !== undefined) return journal.find(this.vendor, this.mode, notice.reference, notice.extId);
    const open = await this.unfinished();
    const place = crossed(() => among(handed(open), told));
    return place === undefined ? null : open[place];
  }

  #payment<T>(course: Course): Payment<T> {
    const { journal } = this.desk;
    return new Payment<T>(course, async (payment) => {
      if (payment.outcome !== null) await journal.ended?.(payment.opId, payment.operation, payment.outcome);
    });
  }

  #course(opId: string, made: () => Operation): Course {
    try {
      return new Course(opId, made(), this.desk);
    } catch (error) {
      throw thrown(error);
    }
  }

  async #ready(): Promise<Account> {
    const loading = ready();
    if (loading !== undefined) await loading;
    return this.made();
  }

  /** Once wasm is there. */
  made(): Account {
    if (this.#account !== undefined) return this.#account;
    try {
      this.#account = new Account(this.#config);
    } catch (error) {
      throw thrown(error);
    }
    this.#config = "";
    return this.#account;
  }
}

function crossed<T>(cross: () => T): T {
  try {
    return cross();
  } catch (error) {
    throw thrown(error);
  }
}
