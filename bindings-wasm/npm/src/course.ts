import { OperationAborted } from "./aborted.js";
import type { Clock } from "./clock.js";
import { thrown } from "./error_base.js";
import { type Failure, type Hearer, type Rest, exchange } from "./exchange.js";
import { handed } from "./given.js";
import type { Journal } from "./journal.js";
import { Log, type Logger } from "./log.js";
import type { Progress, Prompt, Record, Why } from "./printed/types.js";
import type { DoneStep, Step, View } from "./steps.js";
import type { Transport } from "./transport.js";
import type { Operation } from "./wasm.js";

/** What an operation needs from its surroundings. */
export interface Desk {
  readonly transport: Transport;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly onWait: ((until: number, why: Why) => void) | undefined;
  readonly logger: Logger | undefined;
}

/** What is told to an operation by a person or a vendor, with core's names. */
export interface Told {
  readonly kind: "otp" | "shown" | "bill" | "recipients" | "notified" | "abandon" | "stop";
  readonly [fact: string]: unknown;
}

export interface Limits {
  /** What would be waited for beyond this moment is left to somebody else. */
  readonly horizon?: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Aborted, nothing new is begun: what is under way is answered and stored first. */
  readonly stopSignal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
}

/** Where the loop leaves an operation to somebody else. */
export type Halt = Extract<Step, { kind: "ask" | "wait" | "done" }>;

/** An operation in wasm, and the loop that carries it. It decides nothing: core does. */
export class Course implements Hearer {
  /** What the transport last said where there was no answer. */
  transportError: unknown;
  readonly opId: string;
  readonly #desk: Desk;
  readonly #log: Log | undefined;
  #native: Operation | undefined;
  #view: View | undefined;
  /** The step that the last crossing answered with: a request is handed out once. */
  #next: string | undefined;
  #wake: AbortController | undefined;

  constructor(opId: string, native: Operation, desk: Desk) {
    this.opId = opId;
    this.#native = native;
    this.#desk = desk;
    if (desk.logger !== undefined) this.#log = new Log(desk.logger, opId, () => this.view);
  }

  get view(): View {
    if (this.#native === undefined) return this.#view as View;
    return JSON.parse(this.#within((native) => native.view())) as View;
  }

  /** How long it is waited for when nothing is said. */
  get patienceMs(): number {
    return this.#native?.patience() ?? 0;
  }

  get isUnderWay(): boolean {
    return this.#native !== undefined;
  }

  /** The last answer, as core keeps it. */
  get lastResponse(): string | undefined {
    return this.#native?.lastResponse();
  }

  now(): number {
    return this.#desk.clock.now();
  }

  /** Why it cannot go on any more. */
  refuse(): never {
    throw new Error(`${this.opId}: it was closed; resume it`);
  }

  /** Goes on until somebody is needed, it has ended, or nothing is to be done before the horizon. */
  async goOn(limits: Limits): Promise<Halt> {
    // What was answered, and may have to be stored.
    let isHeard = false;
    for (;;) {
      await this.#tellProgress(limits.onProgress);
      const step = this.#take();
      if (step.kind === "send") {
        // Its record says that it may have left: a stop that came since then is too late.
        const rest = await exchange(this.#desk.transport, step.request, this, limits.signal);
        await rest?.all();
        isHeard = true;
        continue;
      }
      if (step.kind === "ask") this.#log?.asks(step.prompt);
      if (step.kind === "ask" || step.kind === "done") return step;
      if (step.kind === "wait" && step.until > (limits.horizon ?? Infinity)) return step;
      this.#check(limits.signal);
      if (step.kind !== "store" || !isHeard) this.#check(limits.stopSignal);
      isHeard = false;
      if (step.kind === "store") this.#stored(await this.#desk.journal.put(step.record), step.record);
      else if (step.kind === "load") this.#tell(await this.#loaded(step.opId));
      else await this.#wait(step.until, step.why, limits);
    }
  }

  /** Tells an operation just begun what the journal holds of it, and of the tries before. */
  async open(): Promise<void> {
    for (let opId; (opId = this.#native?.opening()) !== undefined; ) this.#note(await this.#loaded(opId));
  }

  /** What a webhook or a person says. */
  say(event: Told): void {
    this.#note(event);
    this.#wake?.abort();
  }

  /** The payer gives up. */
  abandon(): void {
    this.#within((native, now) => native.abandon(now));
    this.#wake?.abort();
  }

  /** Of one that was resumed calmly: the vendor is asked next. */
  lookNow(): void {
    this.#native?.lookNow();
    this.#wake?.abort();
  }

  /** It stops itself rather than wait longer than until then; as long as it takes when left out. */
  limit(until?: number): void {
    this.#native?.limit(until);
  }

  /** What a person answers, unless it comes too late (`LATE`) or is no longer waited for. */
  async asked<T>(answer: Promise<T>, end: number, { signal, stopSignal }: Limits): Promise<T | typeof LATE> {
    const check = () => [signal, stopSignal].forEach((one) => this.#check(one));
    check();
    const { clock } = this.#desk;
    const over = new AbortController();
    const abort = () => over.abort();
    signal?.addEventListener("abort", abort);
    stopSignal?.addEventListener("abort", abort);
    const late = async (): Promise<typeof LATE> => {
      // Without an end it ends with the signal alone.
      const until = clock.isVirtual === true ? Infinity : end;
      while (!over.signal.aborted && clock.now() < until) await slept(clock, until, over.signal);
      return LATE;
    };
    try {
      const first = await Promise.race([answer, late()]);
      if (first === LATE) check();
      return first;
    } finally {
      over.abort();
      signal?.removeEventListener("abort", abort);
      stopSignal?.removeEventListener("abort", abort);
    }
  }

  /** For a list that is gone through as it arrives. */
  async sendOrWait(signal: AbortSignal | undefined): Promise<Rest | DoneStep | undefined> {
    const step = this.#take();
    if (step.kind === "done") return step;
    if (step.kind === "send") return exchange(this.#desk.transport, step.request, this, signal);
    this.#check(signal);
    if (step.kind !== "wait") throw new TypeError(`a list that wants to ${step.kind}`);
    await this.#wait(step.until, step.why, { signal });
    return undefined;
  }

  /** What has arrived of a list. */
  arrived(): string | undefined {
    return this.#native?.arrived();
  }

  /** Lets go of the memory in wasm; what is known stays. */
  free(): void {
    const native = this.#native;
    if (native === undefined) return;
    try {
      this.#view = this.view;
    } catch {
      // One that was refused as it opened has nothing to tell.
    }
    this.drop();
  }

  /** The same, of one that nobody asks any more. */
  drop(): void {
    this.#native?.free();
    this.#native = undefined;
  }

  answered(status: number, headers: string, body: Uint8Array): void {
    this.#log?.answered(status);
    this.#cross((native, now) => native.answered(status, headers, body, now));
  }

  begun(status: number, headers: string): void {
    this.#log?.answered(status);
    this.#within((native, now) => native.begun(status, headers, now));
  }

  part(bytes: Uint8Array): boolean {
    return this.#native?.part(bytes, this.now()) ?? false;
  }

  ended(): void {
    this.#cross((native, now) => native.ended(now));
  }

  failed(failure: Failure, error: unknown): void {
    this.transportError = error;
    this.#log?.answered(error);
    this.#tell({ kind: "failed", failure });
  }

  #take(): Step {
    const text = this.#next ?? this.#cross((native, now) => native.step(now));
    this.#next = undefined;
    const step = JSON.parse(text) as Step;
    if (step.kind === "send") this.#log?.sends(step.request);
    if (step.kind === "done") this.#log?.ended(step.reply);
    return step;
  }

  async #loaded(opId: string): Promise<object> {
    const held = (await this.#desk.journal.get(opId)) ?? null;
    return { kind: "loaded", record: held };
  }

  #stored(kept: unknown, record: Record): void {
    if (kept !== "stored" && kept !== "taken" && kept !== "outrun") {
      throw new TypeError(`journal.put answered ${String(kept)}, not "stored", "taken" or "outrun"`);
    }
    this.#log?.stored(record, kept);
    this.#tell({ kind: kept });
  }

  async #wait(until: number, why: Why, { signal, stopSignal }: Limits): Promise<void> {
    const wake = new AbortController();
    const abort = () => wake.abort();
    this.#desk.onWait?.(until, why);
    this.#log?.waits(until - this.now(), why);
    this.#wake = wake;
    signal?.addEventListener("abort", abort);
    stopSignal?.addEventListener("abort", abort);
    try {
      await this.#desk.clock.sleepUntil(until, wake.signal);
    } finally {
      this.#wake = undefined;
      signal?.removeEventListener("abort", abort);
      stopSignal?.removeEventListener("abort", abort);
    }
  }

  /** Tells how far it is, if that is news. */
  async #tellProgress(onProgress: Limits["onProgress"]): Promise<void> {
    const progress = onProgress === undefined ? undefined : this.#native?.takeProgress();
    if (progress !== undefined) await onProgress?.(JSON.parse(progress) as Progress);
  }

  #check(signal: AbortSignal | undefined): void {
    if (signal?.aborted) throw new OperationAborted(this.opId, signal.reason);
  }

  #tell(event: object): void {
    this.#cross((native, now) => native.tell(handed(event), now));
  }

  /** Without its next step, which may be a request, and is said when it can be taken. */
  #note(event: object): void {
    this.#within((native, now) => native.note(handed(event), now));
  }

  #cross(crossing: (native: Operation, now: number) => string): string {
    return (this.#next = this.#within(crossing));
  }

  #within<R>(crossing: (native: Operation, now: number) => R): R {
    if (this.#native === undefined) return this.refuse();
    try {
      return crossing(this.#native, this.now());
    } catch (error) {
      throw thrown(error);
    }
  }
}

/** An answer that came too late. */
export const LATE = Symbol("late");

function slept(clock: Clock, until: number, signal: AbortSignal): Promise<void> {
  if (until !== Infinity) return clock.sleepUntil(until, signal);
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
