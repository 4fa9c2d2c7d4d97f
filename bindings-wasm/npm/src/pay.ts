/**
 * A page pays through its shop's relay: without the shop's key, without wasm, with nothing kept. Whoever loads the page
 * again calls `pay` again, and it goes on where the order stands.
 *
 * @module
 */

import { type Happened, Machine, type Problem, TIMEOUT, isChoice } from "./pay/machine.js";
import type { DoneView, View } from "./pay/view.js";

export type { Problem };
export type {
  AskingView, BillPrompt, CodeProblem, DialPrompt, DoneView, NotSent, Offer, OtpPrompt, ReadyView, Receipt, RedirectPrompt,
  Rejected, Settled, Unknown, View, WaitingView, WorkingView,
} from "./pay/view.js";

/** The relay, and the page's three answers. */
export interface PayOptions {
  /** The relay's address; may be relative to the page. `https`, or `http` on this machine. */
  readonly url: string | URL;
  /**
   * Asks the shop's backend for a token: at the start, and again when it is too old, a quarter of an hour later. Rejects
   * it, or takes longer than 20 seconds, it is called again after a pause. The token stays in memory.
   */
  readonly token: (signal: AbortSignal) => string | Promise<string>;
  /**
   * Shows how it stands, and what was wrong with what the person did last. Called when one of them changed, and after
   * everything a person did. An outcome that is `unknown` comes here, and is looked at again.
   */
  readonly show: (view: View, problem: Problem | undefined) => void;
  /** It ended. Where `end.view.nextAttempt` is given, `start` begins once more, and this may be called again. */
  readonly done: (end: End) => void;
  /** Instead of the page's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Aborted: as `close`. */
  readonly signal?: AbortSignal | undefined;
}

/** How it ended, by `kind`. */
export type End = Ended | Refused;

/** The order's end: `kind` is that of `view.outcome`. */
export interface Ended {
  readonly kind: "settled" | "rejected" | "not_sent" | "unknown";
  readonly view: DoneView;
  readonly problem: Problem | undefined;
}

/** The relay does not take this token or request: the shop has to look. What was begun goes on without the page. */
export interface Refused {
  readonly kind: "refused";
  /** The relay's word: `token_invalid`, `token_expired` twice in a row, `origin`; empty where no relay answered. */
  readonly word: string;
}

/** Who pays. */
export interface Payer {
  /** The number as typed. */
  readonly phone: string;
  /** The operator, where its prefix does not tell: `orange_bf`, `moov_bf`, `coris_bf`, `sank_bf`. */
  readonly provider?: string | undefined;
}

/** Which of the bills that are shown is paid. */
export interface Choice {
  /** The `bill` of one of `view.prompt.bills`. */
  readonly bill: string;
}

/** A page's end of one order. What a person does is heard or not: one thing at a time. */
export interface Payment {
  /**
   * The person wants to pay: heard while `view.nextAttempt` is given. While a code is asked for, this gives the earlier
   * number up, for good. With nothing: for a payment page, for a top-up, and to be shown which bills are owed; then with
   * one of them. `false`: not heard.
   */
  start(payer?: Payer | Choice): boolean;
  /** The person typed the code: heard while one is asked for. `false`: not heard. */
  code(code: string): boolean;
  /** Looks now. By itself it does when it is told to, and when the person comes back to the page. */
  look(): void;
  /** Ends the page's part: no callback is called any more. The payment goes on at the shop. */
  close(): void;
}

/**
 * Pays, or goes on with, the order that the token names.
 *
 * Throws `TypeError` for an address that is none.
 */
export function pay(options: PayOptions): Payment {
  const url = address(options.url);
  const { token, signal } = options;
  const fetch = options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));
  const machine = new Machine();
  const life = new AbortController();
  const now = clock();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let job: AbortController | undefined;
  /** `job` only looks. */
  let looking = false;
  /**
   * What was told last, and was not done about since; whether anything was; whether a look is of no use: of an end nothing
   * comes, and a choice of bills is nowhere but here.
   */
  let told = "";
  let seen = false;
  let over = false;

  /** Gives the machine what comes of this, in time, unless something newer has begun. */
  function run(work: (signal: AbortSignal) => Promise<Happened>): void {
    const [mine, old] = [new AbortController(), job];
    job = mine;
    looking = false;
    old?.abort();
    const late = setTimeout(() => mine.abort(), TIMEOUT);
    const ends = (event: Happened): void => {
      clearTimeout(late);
      if (job !== mine) return;
      job = undefined;
      hear(event);
    };
    mine.signal.addEventListener("abort", () => ends({ kind: "failed" }));
    work(mine.signal).then(ends, () => ends({ kind: "failed" }));
  }

  function turn(): void {
    clearTimeout(timer);
    const step = machine.poll(now());
    if ("until" in step) timer = setTimeout(turn, step.until - now());
    if (step.kind === "token") {
      if (!job) run(async (signal) => ({ kind: "token", token: String(await token(signal)).trim() }));
    } else if (step.kind === "send") {
      run((signal) => send(step.method, step.token, step.body, signal));
      looking = step.body === undefined;
    } else if (step.kind !== "wait") {
      over = step.kind !== "show" || isChoice(step.view);
      seen = true;
      const telling = JSON.stringify({ ...step, until: 0 });
      if (telling === told) return;
      told = telling;
      if (step.kind === "show") options.show(step.view, step.problem);
      else if (step.kind === "refused") options.done(step);
      else options.done({ kind: step.view.outcome.kind, view: step.view, problem: step.problem });
    }
  }

  async function send(method: string, token: string, body: string | undefined, signal: AbortSignal): Promise<Happened> {
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const response = await fetch(url, {
      method, headers, body: body ?? null, signal, cache: "no-store", credentials: "omit", redirect: "manual",
    });
    return { kind: "answered", status: response.status, body: await response.text(), retryAfter: response.headers.get("retry-after") };
  }

  function hear(event: Happened): void {
    if (!life.signal.aborted && machine.handle(event, now())) turn();
  }

  /** A person did it: they are told even what they were told before, and wait for no look that is under way. */
  function acts(event: Happened): boolean {
    if (life.signal.aborted) return false;
    if (looking && seen && job) {
      const look = job;
      job = undefined;
      look.abort();
      machine.handle({ kind: "failed" }, now());
    }
    const heard = machine.handle(event, now());
    if (heard) {
      told = "";
      over = false;
    }
    turn();
    return heard;
  }

  function close(): void {
    const last = job;
    job = undefined;
    clearTimeout(timer);
    life.abort();
    last?.abort();
  }

  const page = globalThis.document as Document | undefined;
  const back = (): void => {
    if (!over && page?.visibilityState === "visible") hear({ kind: "look" });
  };
  page?.addEventListener("visibilitychange", back, { signal: life.signal });
  globalThis.addEventListener?.("online", back, { signal: life.signal });
  signal?.addEventListener("abort", close, { signal: life.signal });
  if (signal?.aborted) close();
  else turn();

  return {
    start: (given) => acts({ ...given, kind: "start" }),
    code: (code) => acts({ kind: "code", code }),
    look: () => {
      told = "";
      hear({ kind: "look" });
    },
    close,
  };
}

/** Milliseconds that passed, by whichever clock saw more: one of them sleeps with the phone, the other is set back. */
function clock(): () => number {
  let [passed, date, ticks] = [0, Date.now(), performance.now()];
  return () => {
    const [newDate, newTicks] = [Date.now(), performance.now()];
    passed += Math.max(0, newDate - date, newTicks - ticks);
    [date, ticks] = [newDate, newTicks];
    return passed;
  };
}

function address(given: string | URL): string {
  let url: URL | undefined;
  try {
    url = new URL(given, globalThis.location?.href);
  } catch {
    // Told below.
  }
  const local = /^(localhost|127(\.\d+){3}|\[::1\])$/;
  if (url && !url.username && (url.protocol === "https:" || (url.protocol === "http:" && local.test(url.hostname)))) return url.href;
  throw new TypeError(
    "url: not the address of a relay; allowed: https, or http on this machine. " +
      "url : pas l'adresse d'un relais ; admis : https, ou http sur cette machine.",
  );
}
