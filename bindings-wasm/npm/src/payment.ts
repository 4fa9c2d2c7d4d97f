import { type Course, LATE, type Told } from "./course.js";
import { AnswerNeeded, InvalidInput } from "./error_base.js";
import { checkFunction, checkMs } from "./limits.js";
import { errorOf } from "./printed/errors.js";
import type { Alarm, Bill, Notice, Outcome, Payouts, Progress, Prompt, Recipient, VendorResponse } from "./printed/types.js";
import { type Done, type PaymentStep, outcomeOf } from "./steps.js";

/** What `onPrompt` may answer: a code, a bill or its reference, recipients; nothing to what was only to be shown. */
export type PromptAnswer = string | Bill | Recipients | null | undefined | void;
/** Phone numbers by `extId`, or a list of `Recipient`s. */
export type Recipients = { readonly [extId: string]: string } | Iterable<Recipient>;
export type OnPrompt = (prompt: Prompt) => PromptAnswer | Promise<PromptAnswer>;
export type OnProgress = (progress: Progress) => unknown;

export interface AdvanceOptions {
  /** For how many milliseconds in all it may wait; 0 when left out. */
  waitMs?: number | undefined;
  /** Aborted, it stops: `OperationAborted`. Nothing is undone; what may have been sent is in the journal. */
  signal?: AbortSignal | undefined;
}

export interface RunOptions {
  /** Asked for a code (return it), shown what to dial or where to go (return nothing), asked for a bill or recipients. */
  onPrompt?: OnPrompt | undefined;
  /** Told how far a bulk payout is: at the start, after each batch, and when the vendor's list shows more. */
  onProgress?: OnProgress | undefined;
  /** Then the waiting ends, and what is known is said. `Infinity`: as long as it takes. */
  timeoutMs?: number | undefined;
  /** See `AdvanceOptions`. */
  signal?: AbortSignal | undefined;
  /**
   * Aborted, nothing new is sent: what is under way is answered and stored first, then it is `OperationAborted`. For Ctrl-C
   * and deploys: whoever resumes it need not find out what became of a request, as after `signal`.
   */
  stopSignal?: AbortSignal | undefined;
}

/**
 * An operation, step by step.
 *
 * A web shop asks for the code in one request and submits it in the next:
 *
 * ```ts
 * const payment = await senfenico.begin("order-42", { kind: "collect", charge: { amount: 1_000, phone } });
 * const step = await payment.advance();            // an OtpPrompt: render the form
 * // … the next request, perhaps in another process
 * const payment = await senfenico.resume("order-42");
 * payment.submitOtp(code);
 * const step = await payment.advance({ waitMs: 5_000 }); // done, another prompt, or waiting: a webhook or cron goes on
 * ```
 *
 * Where it is followed at one go, it can be iterated over: `for await (const step of payment)`. Answer a prompt before
 * the next step is asked for; one that was only to be shown counts as shown then.
 */
export class Payment<T> implements AsyncIterable<PaymentStep<T>> {
  /** What a person has to answer or see now. */
  prompt: Prompt | null = null;
  /** How it ended; `null` while it is on its way. */
  outcome: Outcome<T> | Payouts | null = null;
  readonly #course: Course;
  readonly #ended: (payment: Payment<T>) => unknown;
  #lastResponse: string | undefined;
  #isAdvancing = false;

  /** @internal */
  constructor(course: Course, ended: (payment: Payment<T>) => unknown) {
    this.#course = course;
    this.#ended = ended;
  }

  /** Your id of the operation. */
  get opId(): string {
    return this.#course.opId;
  }

  /** What kind of operation: `collect`, `payout`, … */
  get operation(): string {
    return this.#course.view.operation;
  }

  /** The vendor's reference, once known: what its webhooks are matched by. */
  get reference(): string | null {
    return this.#course.view.reference;
  }

  /** The id you gave the payment at the vendor (`extId`, `externalTransactionId`). */
  get ourReference(): string | null {
    return this.#course.view.ourReference;
  }

  /** What a person should look at although the payment went on: paid after it had failed, … */
  get alarms(): readonly Alarm[] {
    return this.#course.view.alarms;
  }

  /** How far a bulk payout is: handed over, settled, refused, unknown, of how many. Of anything else `null`. */
  get progress(): Progress | null {
    return this.#course.view.progress;
  }

  /**
   * Whether `abandon` may be called now: of a charge that waits for a code, none of whose codes is unanswered. Not of a
   * prompt on the phone or a payment page, which may be paid at any moment.
   */
  get canAbandon(): boolean {
    return this.#course.isUnderWay && this.#course.view.canAbandon;
  }

  /**
   * What the payer has to be shown while the payment waits for him, also after `shown` and after a resume: how to get a
   * code, what to dial, or the page to go to. It asks for nothing: questions are `advance`'s. `null` once the vendor says
   * that it is on its way, at its end, and where nobody knows.
   */
  get toShow(): Prompt | null {
    return this.#course.view.toShow;
  }

  /** The vendor's last answer, with every field this library does not know. It may hold what is personal. */
  get lastResponse(): VendorResponse | null {
    const text = this.#course.lastResponse ?? this.#lastResponse;
    return text === undefined ? null : (JSON.parse(text) as VendorResponse);
  }

  /** What the transport last said where there was no answer, for your log. */
  get transportError(): unknown {
    return this.#course.transportError;
  }

  /**
   * Goes on until a person is needed, the end is reached, or nothing is to be done for longer than `waitMs` in all. What
   * is needed is in the journal: another process may go on.
   *
   * Throws `OperationBusy` when another process has gone further, `OperationAborted`, and what your journal throws.
   */
  async advance(options: AdvanceOptions = {}): Promise<PaymentStep<T>> {
    const { waitMs = 0, signal } = options;
    checkMs("waitMs", waitMs);
    return this.#advance(this.#course.now() + waitMs, { signal });
  }

  /**
   * Carries it to its end and returns the value, or throws as `result` does.
   *
   * After `timeoutMs` the waiting ends and what is known is said: an open payment is `OutcomeUnknown` then, and `resume`
   * goes on with it. By default as many as the flow of this operation has. A person who is asked is not waited for longer
   * either; a request under way is not cut: it has a deadline of its own. The same code again after it was refused throws `AnswerNeeded`.
   */
  async run(options: RunOptions = {}): Promise<T> {
    const { onPrompt, onProgress, signal, stopSignal, timeoutMs = this.#course.patienceMs } = options;
    checkFunction("onPrompt", onPrompt, "a function of a prompt that returns the answer");
    checkFunction("onProgress", onProgress, "a function that is told a Progress");
    checkMs("timeoutMs", timeoutMs);
    const end = this.#course.now() + timeoutMs;
    this.#course.limit(end);
    try {
      for (;;) {
        const step = await this.#advance(Infinity, { signal, stopSignal, onProgress });
        if (step.kind === "done") return this.result();
        if (step.kind === "waiting") continue;
        if (onPrompt === undefined || isRepeated(step)) throw new AnswerNeeded(this.opId, step);
        const answer = await this.#course.asked(Promise.resolve(onPrompt(step)), end, { signal, stopSignal });
        if (answer === LATE) this.stop();
        else this.#reply(step, answer);
      }
    } finally {
      this.#course.limit();
    }
  }

  /** Each step as it comes, from where it is to its end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<PaymentStep<T>, void, undefined> {
    let horizon = this.#course.now();
    for (;;) {
      const step = await this.#advance(horizon);
      yield step;
      if (step.kind === "done") return;
      if (step.kind === "waiting") horizon = step.until;
      else if (this.prompt !== null) this.#shownOr(step);
    }
  }

  /**
   * The payer's one-time code, as typed; then go on. One that comes before it was asked for, as in the request after a
   * `resume`, is kept: the vendor is looked at first. The code that was just refused is not sent again: it is asked for
   * once more, with the problem `repeated`.
   */
  submitOtp(code: string): void {
    if (typeof code !== "string") throw new InvalidInput("code", "no string", "the code, as it was typed");
    this.#say({ kind: "otp", code });
  }

  /** The customer saw what a prompt asked to show; then go on. */
  shown(): void {
    this.#say({ kind: "shown" });
  }

  /** The customer chose or confirmed this bill, or its reference; then go on. */
  chooseBill(bill: string | Bill): void {
    const reference: unknown = typeof bill === "string" ? bill : Object(bill).reference;
    if (typeof reference !== "string") {
      throw new InvalidInput("bill", "no bill, or one without a reference", "one of the prompt's `bills`");
    }
    this.#say({ kind: "bill", reference });
  }

  /** The phone numbers a resumed bulk payout asked for, by `extId`; then go on. */
  giveRecipients(recipients: Recipients): void {
    this.#say({ kind: "recipients", recipients: rowsOf(recipients) });
  }

  /**
   * The payer gives up: the number was wrong. Then go on: the wish is stored, the vendor is read, and unless it says
   * otherwise the charge ends rejected (`PaymentAbandoned`), with nothing paid. It is final: no code is asked for or sent
   * any more, by any process.
   *
   * Throws `InvalidInput` when it cannot be given up: see `canAbandon`.
   */
  abandon(): void {
    this.#course.abandon();
    this.prompt = null;
  }

  /** A verified webhook; then go on: the vendor is asked at once. */
  notify(notice: Notice): void {
    this.#say({ kind: "notified", notice: notice });
  }

  /** Of one that was resumed `calm`: the vendor is asked at the next `advance`, due or not. */
  lookNow(): void {
    this.#course.lookNow();
  }

  /** Stops waiting; then go on once more: the outcome says what is known. Resumable. */
  stop(): void {
    this.#say({ kind: "stop" });
  }

  /**
   * The value of an operation that settled.
   *
   * Throws `PaymentRejected`, `PaymentNotSent` or `OutcomeUnknown` for one that did not, and `AnswerNeeded` for one that
   * waits for a person. Items of a bulk payout have outcomes of their own and throw nothing.
   */
  result(): T {
    const { outcome } = this;
    if (outcome !== null) return valueOf<T>(outcome, this.opId, this.transportError);
    if (this.prompt !== null) throw new AnswerNeeded(this.opId, this.prompt);
    throw new Error(`${this.opId} has not ended: advance or run it first`);
  }

  /**
   * Lets go of what it holds in memory; it can be resumed. One that ends does so by itself, and one that is forgotten
   * does when the garbage collector finds it.
   */
  close(): void {
    this.#course.free();
  }

  toJSON(): { opId: string; operation: string; state: string } {
    return { opId: this.opId, operation: this.operation, state: this.#state };
  }

  get [Symbol.toStringTag](): string {
    return "Payment";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `<Payment ${this.operation} ${JSON.stringify(this.opId)}: ${this.#state}>`;
  }

  get #state(): string {
    if (this.outcome === null) return "under way";
    return "kind" in this.outcome ? this.outcome.kind : "ended";
  }

  async #advance(horizon: number, options: Omit<RunOptions, "onPrompt" | "timeoutMs"> = {}): Promise<PaymentStep<T>> {
    if (this.outcome !== null) return this.#done(this.outcome);
    if (!this.#course.isUnderWay) this.#course.refuse();
    if (this.#isAdvancing) throw new Error(`${this.opId}: this payment is being advanced already`);
    this.#isAdvancing = true;
    try {
      const step = await this.#course.goOn({ horizon, signal: options.signal, ...options });
      if (step.kind === "wait") return { kind: "waiting", until: step.until, why: step.why };
      if (step.kind === "ask") return (this.prompt = step.prompt);
      this.prompt = null;
      this.outcome = outcomeOf(step) as Outcome<T> | Payouts;
      this.#lastResponse = this.#course.lastResponse;
      this.#course.free();
      await this.#ended(this);
      return this.#done(this.outcome);
    } finally {
      this.#isAdvancing = false;
    }
  }

  #done(outcome: Outcome<T> | Payouts): Done<T> {
    return { kind: "done", outcome };
  }

  #say(event: Told): void {
    if (this.outcome !== null) return;
    this.#course.say(event);
    this.prompt = null;
  }

  #reply(prompt: Prompt, answer: PromptAnswer): void {
    if (prompt.kind === "dial" || prompt.kind === "redirect") return this.shown();
    if (answer === null || answer === undefined) throw new AnswerNeeded(this.opId, prompt);
    if (prompt.kind === "bill") return this.chooseBill(answer as string | Bill);
    if (prompt.kind === "recipients") return this.giveRecipients(answer as Recipients);
    this.submitOtp(answer as string);
  }

  #shownOr(step: Prompt): void {
    if (step.kind !== "dial" && step.kind !== "redirect") throw new AnswerNeeded(this.opId, step);
    this.shown();
  }
}

/** The value, or an error in its place. */
export function valueOf<T>(outcome: Outcome<T> | Payouts, opId: string, cause: unknown): T {
  // A bulk payout's value are its items, each with an outcome.
  if (!("kind" in outcome)) return outcome as T;
  if (outcome.kind === "settled") return outcome.value;
  throw errorOf(outcome, outcome.kind === "rejected" || cause === undefined ? { opId } : { opId, cause });
}

/** Is it asked again because the same code came again? A function that returns a constant ends here. */
function isRepeated(prompt: Prompt): boolean {
  return prompt.kind === "otp" && prompt.problem === "repeated";
}

/** Recipients as core takes them. */
function rowsOf(recipients: unknown): { extId: unknown; phone: unknown }[] {
  const allowed = "an object of phone numbers by `extId`, or `Recipient`s";
  if (typeof recipients !== "object" || recipients === null) throw new InvalidInput("recipients", "none", allowed);
  const listed = Symbol.iterator in recipients;
  const rows = listed
    ? [...(recipients as Iterable<Recipient>)].map((one) => ({ extId: Object(one).extId, phone: Object(one).phone }))
    : Object.entries(recipients).map(([extId, phone]) => ({ extId, phone }));
  if (rows.some((row) => typeof row.extId !== "string" || typeof row.phone !== "string")) {
    throw new InvalidInput("recipients", "not phone numbers by `extId`", allowed);
  }
  return rows;
}
