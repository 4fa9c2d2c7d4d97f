/**
 * Both vendors' servers in this process: for tests, demos and work without a network.
 *
 * @module
 */

import { type Clock, SteadyClock } from "./clock.js";
import { AnswerTooLarge, ConnectFailed, NoAnswer, thrown } from "./error_base.js";
import { handed } from "./given.js";
import { checkMs } from "./limits.js";
import { sandboxReady } from "./load_sandbox.js";
import type { SandboxOptions as Options, VendorResponse } from "./printed/types.js";
import { Sandbox as Native } from "./sandbox_wasm.js";
import type { Header, Transport, TransportRequest, TransportResponse } from "./transport.js";

/** Core's options, and how time passes. */
export interface SandboxOptions extends Options {
  /** Waits take their real time. */
  readonly realTime?: boolean | undefined;
  /** Where time begins otherwise: milliseconds since 1970; 0 when left out. */
  readonly start?: number | undefined;
}

/** One payment as the server knows it, whatever the client was told. */
export interface SandboxPayment {
  readonly vendor: "senfenico" | "dexchange";
  readonly kind: "charge" | "checkout" | "transfer" | "settlement" | "bill" | (string & {});
  /** The vendor's reference. */
  readonly reference: string;
  /** The payer's or recipient's phone, or the biller's customer; empty for settlements. */
  readonly number: string;
  /** XOF francs, without fees. */
  readonly amount: number;
  /** The vendor's word. */
  readonly status: string;
  /** Yours: `extId` or `externalTransactionId`. */
  readonly clientReference: string | null;
}

/** A webhook on its way to you: POST `body` to your handler with these `headers`. */
export interface Delivery {
  /** For `acknowledge`; the same at every re-sending. */
  readonly id: number;
  readonly vendor: "senfenico" | "dexchange";
  readonly url: string;
  /** The signature among them. */
  readonly headers: readonly Header[];
  /** The raw text: what the signature covers. */
  readonly body: string;
}

/**
 * Both vendors' servers, stateful, with books that balance. Give it to a client as `transport`.
 *
 * ```ts
 * const sandbox = new Sandbox();
 * const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: sandbox });
 * await sandbox.inject("drop-after@1"); // the first request is carried out, its answer lost
 * ```
 *
 * The OTP is `123456`. The last four digits of a phone number choose another ending: 9901 fails, 9902 insufficient funds,
 * 9903 pending for ten minutes, 9905 and 9906 confirmed on the phone (9906: never), 9907 no such account, 9908 created but
 * answered by an error. Time is its own: waits pass at once, unless `realTime` is true.
 */
export class Sandbox implements Transport {
  readonly isLocal = true;
  readonly clock: Clock;
  readonly #options: () => string;
  readonly #time: VirtualClock | undefined;
  #native: Native | undefined;

  /**
   * `seed`: all references follow from it; another one in each sandbox when left out, so that a journal that outlives the
   * sandbox does not meet the same references twice.
   */
  constructor(options: SandboxOptions = {}) {
    const { realTime = false, start = 0, seed = drawn(), ...rest } = options;
    checkMs("start", start);
    const given = handed({ seed, ...rest });
    this.#options = () => (seed === undefined ? handed({ seed: drawn(), ...rest }) : given);
    this.#time = realTime ? undefined : new VirtualClock(start);
    this.clock = this.#time ?? new SteadyClock();
    if (seed !== undefined && sandboxReady() === undefined) this.#made();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** Lets this many milliseconds pass. In real time it waits for them. */
  async passTime(ms: number): Promise<void> {
    checkMs("ms", ms);
    const until = this.now() + ms;
    const { signal } = new AbortController();
    while (this.now() < until) await this.clock.sleepUntil(until, signal);
  }

  /** Performs a request, as a transport does. */
  async send(request: TransportRequest): Promise<TransportResponse> {
    const { method, url, headers, body, timeoutMs, maxBody, inParts } = request;
    return this.#answered({ method, url, headers, body, timeout_ms: timeoutMs, max_body: maxBody, in_parts: inParts });
  }

  /**
   * Answers a request that came to a server of yours (Hono, Deno, Bun: `fetch: (request) => sandbox.fetch(request)`), so
   * that several processes have one sandbox: give their clients its address as `baseUrl`, and `realTime: true` here.
   *
   * Rejects with `NoAnswer` or `ConnectFailed` where a fault breaks the connection: break it.
   */
  async fetch(request: Request): Promise<Response> {
    const { method, url } = request;
    if (method !== "GET" && method !== "POST") return new Response(null, { status: 405, headers: { allow: "GET, POST" } });
    const headers = [...request.headers].map(([name, value]) => ({ name, value }));
    // How long and how much is the client's to decide.
    const unlimited = { timeout_ms: Number.MAX_SAFE_INTEGER, max_body: Number.MAX_SAFE_INTEGER, in_parts: true };
    const answered = await this.#answered({ method, url, headers, body: (await request.text()) || null, ...unlimited });
    const pairs = answered.headers.map(({ name, value }): [string, string] => [name, value]);
    return new Response(answered.body, { status: answered.status, headers: pairs });
  }

  /**
   * Lets something go wrong: `effect@when`, such as `drop-after@1` (the first request), `503-before@charges` (the next whose
   * path has the word), `refuse@*` (all).
   *
   * Effects: `refuse`, `drop-before`, `drop-after`, `delay:MS`, `503-before`, `503-after`, `cut:BYTES`, `garbage:html`,
   * `duplicate`, `resent`, `redirect`, `429:SECONDS`.
   */
  inject(fault: string): Promise<void> {
    return this.#do((native) => native.inject(String(fault)));
  }

  /** Forgets all faults that have not acted yet. */
  heal(): Promise<void> {
    return this.#do((native) => native.heal());
  }

  /** How many requests arrived. */
  requestsSeen(): Promise<number> {
    return this.#do((native) => native.requestsSeen);
  }

  /** What really happened, oldest first by kind. */
  async payments(): Promise<SandboxPayment[]> {
    return JSON.parse(await this.#do((native) => native.payments())) as SandboxPayment[];
  }

  /** The webhooks due now; those not acknowledged come again. */
  async deliveries(): Promise<Delivery[]> {
    return JSON.parse(await this.#do((native) => native.deliveries(this.now()))) as Delivery[];
  }

  /** Your handler answered 200 (204 is not): it is not sent again. */
  acknowledge(delivery: Delivery): Promise<void> {
    return this.#do((native) => native.acknowledge(delivery.id));
  }

  /** The payer dials and pays. False when the charge does not wait for that. */
  payerConfirms(reference: string): Promise<boolean> {
    return this.#act({ kind: "payer_confirms", reference });
  }

  /** The payer refuses: the charge is `canceled`. */
  payerDeclines(reference: string): Promise<boolean> {
    return this.#act({ kind: "payer_declines", reference });
  }

  /**
   * A charge that waits for a code is paid without one, though no page says that it can be: what becomes then of one that was
   * abandoned. False when it does not wait for a code.
   */
  paidWithoutCode(reference: string): Promise<boolean> {
    return this.#act({ kind: "paid_without_code", reference });
  }

  /** The customer completes a payment page. False when it is not pending. */
  checkoutPaid(reference: string, phone: string, provider: string): Promise<boolean> {
    return this.#act({ kind: "checkout_paid", reference, phone, provider });
  }

  /** The payment on a payment page fails. */
  checkoutFailed(reference: string): Promise<boolean> {
    return this.#act({ kind: "checkout_failed", reference });
  }

  /** Ends a pending transfer now. */
  transferFinishes(reference: string, { ok = true }: { ok?: boolean } = {}): Promise<boolean> {
    return this.#act({ kind: "transfer_finishes", reference, ok });
  }

  /** Moves a settlement one step on. */
  settlementAdvances(reference: string): Promise<boolean> {
    return this.#act({ kind: "settlement_advances", reference });
  }

  /** Ends a PROCESSING top-up now. */
  topUpFinishes(reference: string, { ok = true }: { ok?: boolean } = {}): Promise<boolean> {
    return this.#act({ kind: "top_up_finishes", reference, ok });
  }

  /** Lets go of what it holds in memory. */
  close(): void {
    this.#native?.free();
    this.#native = undefined;
  }

  async #answered(request: object): Promise<VendorResponse> {
    const text = await this.#do((native) => native.handle(JSON.stringify(request), this.now()));
    const event = JSON.parse(text) as Answered | Failed;
    if (event.kind === "answered") return event.response;
    const fault = "a fault of the sandbox";
    if (event.failure === "not_sent") throw new ConnectFailed(fault);
    throw event.failure === "too_large" ? new AnswerTooLarge(fault) : new NoAnswer(fault);
  }

  #act(deed: object): Promise<boolean> {
    return this.#do((native) => native.act(JSON.stringify(deed), this.now()));
  }

  async #do<T>(deed: (native: Native) => T): Promise<T> {
    const loading = sandboxReady();
    if (loading !== undefined) await loading;
    try {
      return deed(this.#made());
    } catch (error) {
      throw thrown(error);
    }
  }

  #made(): Native {
    try {
      return (this.#native ??= new Native(this.#options()));
    } catch (error) {
      throw thrown(error);
    }
  }
}

interface Answered {
  readonly kind: "answered";
  readonly response: VendorResponse;
}

interface Failed {
  readonly kind: "failed";
  readonly failure: "not_sent" | "maybe_sent" | "too_large";
}

/** Time that passes when somebody waits for it. */
class VirtualClock implements Clock {
  readonly isVirtual = true;
  #now: number;

  constructor(start: number) {
    this.#now = Math.trunc(start);
  }

  now(): number {
    return this.#now;
  }

  sleepUntil(until: number): Promise<void> {
    this.#now = Math.max(this.#now, Math.ceil(until));
    // Whatever else there is to do has its turn: pages are drawn, signals aborted.
    return new Promise((resolve) => setTimeout(resolve));
  }
}

/** `undefined` where a worker of Cloudflare's kind is still being loaded: nothing may be drawn then. */
function drawn(): number | undefined {
  try {
    return crypto.getRandomValues(new Uint32Array(1))[0];
  } catch {
    return undefined;
  }
}
