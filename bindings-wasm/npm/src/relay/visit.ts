import type { Clock } from "../clock.js";
import type { Desk } from "../course.js";
import { type Failure, type Hearer, exchange } from "../exchange.js";
import { handed } from "../given.js";
import { Log, tell } from "../log.js";
import type { Record, VendorRequest, Why } from "../printed/types.js";
import type { View } from "../steps.js";
import type { Tally } from "../tally.js";
import type { Header } from "../transport.js";
import type { Visit } from "../wasm.js";
import type { Codes } from "./codes.js";

/** A request of a page or an app, as it came. */
export interface Incoming {
  readonly method: string;
  /** The path and query of the request line: not decoded, not made shorter. */
  readonly target: string;
  /** All of them; one that came twice stands here twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most `MOST_BODY` bytes and one more. */
  readonly body: Uint8Array;
}

/** What goes back. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  /** JSON; of a preflight nothing. */
  readonly body: string;
}

/** The most bytes of a body. */
export const MOST_BODY = 4_096;

/** What is of this relay alone. */
export interface Stores {
  readonly tally: Tally;
  readonly codes: Codes | undefined;
}

/** A request on its way, and the loop that carries it. It decides nothing: core does. */
export class Going implements Hearer {
  /** The records of this request with which an operation ended. */
  readonly closed: Record[] = [];
  readonly #visit: Visit;
  readonly #desk: Desk;
  readonly #stores: Stores;
  readonly #clock: Clock;
  readonly #begun: number;
  #opId = "-";
  #log: Log | undefined;
  /** The step that the last crossing answered with: a request is handed out once. */
  #next: string | undefined;

  constructor(visit: Visit, desk: Desk, stores: Stores, clock: Clock) {
    this.#visit = visit;
    this.#desk = desk;
    this.#stores = stores;
    this.#clock = clock;
    this.#begun = clock.now();
  }

  /** To its answer; it rejects with nothing: what a store throws is logged and answered with 503. */
  async toEnd(): Promise<Answer> {
    for (;;) {
      const step = JSON.parse(this.#next ?? this.#visit.step(this.#clock.now())) as GateStep;
      this.#next = undefined;
      if (step.kind === "respond") {
        const ms = this.#clock.now() - this.#begun;
        tell(this.#desk.logger, step.status >= 500 ? "warn" : "info", `${step.audit} ms=${ms}`);
        return step;
      }
      try {
        await this.#do(step);
      } catch (error) {
        this.#fails(step, error);
      }
    }
  }

  answered(status: number, headers: string, body: Uint8Array): void {
    this.#log?.answered(status);
    this.#next = this.#visit.answered(status, headers, body, this.#clock.now());
  }

  begun(status: number, headers: string): void {
    this.#log?.answered(status);
    this.#visit.begun(status, headers, this.#clock.now());
  }

  part(bytes: Uint8Array): boolean {
    return this.#visit.part(bytes, this.#clock.now());
  }

  ended(): void {
    this.#next = this.#visit.ended(this.#clock.now());
  }

  failed(failure: Failure, error: unknown): void {
    this.#log?.answered(error);
    this.#ran({ kind: "failed", failure });
  }

  async #do(step: Exclude<GateStep, { kind: "respond" }>): Promise<void> {
    const now = this.#clock.now();
    const { tally, codes } = this.#stores;
    if (step.kind === "take") {
      this.#tell({ kind: "counted", total: await tally.take(step.key, step.add, step.windowMs, now) });
    } else if (step.kind === "hold") {
      this.#tell({ kind: "held", isOurs: await tally.hold(step.key, step.owner, step.ttlMs, now) });
    } else if (step.kind === "free") {
      await tally.free(step.key, step.owner);
      this.#tell({ kind: "freed" });
    } else if (step.kind === "keep") {
      await codes?.keep(step.order, step.code);
      this.#tell({ kind: "kept" });
    } else if (step.kind === "recall") {
      this.#tell({ kind: "recalled", code: (await codes?.recall(step.order)) || null });
    } else {
      await this.#run(step.step);
    }
  }

  async #run(step: RunStep): Promise<void> {
    const { transport, journal, onWait } = this.#desk;
    if (step.kind === "send") {
      this.#log?.sends(step.request);
      const rest = await exchange(transport, step.request, this, undefined);
      await rest?.all();
    } else if (step.kind === "store") {
      this.#stored(step.record, await journal.put(step.record));
    } else if (step.kind === "load") {
      this.#names(step.opId);
      this.#ran({ kind: "loaded", record: (await journal.get(step.opId)) ?? null });
    } else {
      this.#log?.waits(step.until - this.#clock.now(), step.why);
      onWait?.(step.until, step.why);
      await this.#clock.sleepUntil(step.until, new AbortController().signal);
    }
  }

  #stored(record: Record, kept: unknown): void {
    this.#log?.stored(record, String(kept));
    this.#ran({ kind: kept });
    if (kept === "stored" && record.stage === "closed") this.closed.push(record);
  }

  #names(opId: string): void {
    const { logger } = this.#desk;
    this.#opId = opId;
    if (logger !== undefined) this.#log = new Log(logger, opId, () => ({ operation: "relay" }) as View);
  }

  /** Not the error's text: a database's may quote a row, and a meter's code in it. */
  #fails(step: GateStep, error: unknown): void {
    if (step.kind === "run" && step.step.kind === "send") return this.failed("maybe_sent", error);
    const what = step.kind === "run" ? "journal" : step.kind === "keep" || step.kind === "recall" ? "codes" : "tally";
    const name = error instanceof Error ? error.name : typeof error;
    tell(this.#desk.logger, "warn", `relay ${this.#opId}: the ${what} failed: ${name}`);
    this.#tell({ kind: "down" });
  }

  #ran(event: object): void {
    this.#tell({ kind: "ran", event });
  }

  #tell(event: object): void {
    this.#next = this.#visit.tell(handed(event), this.#clock.now());
  }
}

type GateStep =
  | { readonly kind: "take"; readonly key: string; readonly add: number; readonly windowMs: number }
  | { readonly kind: "hold"; readonly key: string; readonly owner: string; readonly ttlMs: number }
  | { readonly kind: "free"; readonly key: string; readonly owner: string }
  | { readonly kind: "keep"; readonly order: string; readonly code: string }
  | { readonly kind: "recall"; readonly order: string }
  | { readonly kind: "run"; readonly step: RunStep }
  | (Answer & { readonly kind: "respond"; readonly audit: string });

type RunStep =
  | { readonly kind: "send"; readonly request: VendorRequest }
  | { readonly kind: "store"; readonly record: Record }
  | { readonly kind: "load"; readonly opId: string }
  | { readonly kind: "wait"; readonly until: number; readonly why: Why };
