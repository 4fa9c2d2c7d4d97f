/**
 * Core's `relay::Client`, step by step: what to do next, told what happened. No clock, no timer, no request of its own;
 * `tests/vectors/relay-client.json` holds both to the same.
 */

import { type DoneView, type View, viewOf } from "./view.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How long a request may take: then the order is read again. */
export const TIMEOUT = 20 * SECOND;
/** How long what a person did is sent again without asking them once more. */
const INSIST = 2 * MINUTE;
/** How long a choice of bills stands. Nothing of it is recorded: whoever looks again has to ask again. */
const CHOICE = 10 * MINUTE;
const LONGEST_PAUSE = 5 * MINUTE;
const LARGEST = 64 << 10;

/** What was wrong with what the person did last. */
export interface Problem {
  /**
   * The relay's word: `invalid` (a field), `open` and `busy` (it is under way already), `payer_busy`, `wrong_codes`,
   * `codes_spent` and `too_many` (wait), `over_limit` (this bill is more than it may be), or `offline`, when nothing got
   * through for two minutes.
   */
  readonly word: string;
  /** The field, of an invalid one: `phone`, `provider`, `code` or `bill`. */
  readonly field?: string;
  /** What is allowed there, in English. */
  readonly allowed?: string;
}

/** What has to be done next; times are the caller's clock in milliseconds. */
export type Step =
  | { readonly kind: "token" }
  | { readonly kind: "send"; readonly method: "GET" | "POST"; readonly token: string; readonly body: string | undefined }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "show"; readonly view: View; readonly problem: Problem | undefined; readonly until: number }
  | { readonly kind: "done"; readonly view: DoneView; readonly problem: Problem | undefined }
  | { readonly kind: "refused"; readonly word: string };

/** What happened. */
export type Happened =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  /** No answer came; or no token. */
  | { readonly kind: "failed" }
  | { readonly kind: "start"; readonly phone?: string | undefined; readonly provider?: string | undefined; readonly bill?: string | undefined }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "look" };

type State =
  /** Something is sent at the next poll. */
  | { readonly at: "wants" }
  | { readonly at: "flight"; readonly until: number }
  | { readonly at: "rest"; readonly until: number }
  /** It ended, and nobody need look again. */
  | { readonly at: "end" }
  | { readonly at: "refused"; readonly word: string };

const WANTS: State = { at: "wants" };

export class Machine {
  #state: State = WANTS;
  #token: string | undefined;
  /** The token was made anew, and no answer was good since. */
  #renewed = false;
  #view: View | undefined;
  #problem: Problem | undefined;
  /** What the person did, until it is answered. */
  #act: { readonly body: string; readonly since: number } | undefined;
  #failures = 0;

  /** What to do now. Safe to call again: a request is handed out once. */
  poll(now: number): Step {
    if (this.#state.at === "flight" && this.#state.until <= now) this.#pauses(now);
    if (this.#state.at === "rest" && this.#state.until <= now) this.#state = WANTS;
    const [state, view, problem] = [this.#state, this.#view, this.#problem];
    switch (state.at) {
      case "refused":
        return { kind: "refused", word: state.word };
      case "wants": {
        if (this.#token === undefined) return { kind: "token" };
        this.#state = { at: "flight", until: now + TIMEOUT };
        const body = this.#act?.body;
        return { kind: "send", method: body === undefined ? "GET" : "POST", token: this.#token, body };
      }
      case "end":
        return { kind: "done", view: view as DoneView, problem };
      case "rest":
        // What a person did is tried again meanwhile.
        if (view && !this.#act) return { kind: "show", view, problem, until: state.until };
    }
    return { kind: "wait", until: state.until };
  }

  /** What happened; whether it was heard. What answers nothing is ignored, and so is a person while something is under way. */
  handle(event: Happened, now: number): boolean {
    const { at } = this.#state;
    switch (event.kind) {
      case "token":
        if (this.#token !== undefined) return false;
        // A page to log in on, say, that came instead of one: it would fit into no header.
        if (/^[!-~]{1,4096}$/.test(event.token)) this.#token = event.token;
        else this.#state = { at: "refused", word: "token_invalid" };
        return true;
      case "answered":
        if (at !== "flight") return false;
        this.#answered(event.status, event.body, event.retryAfter, now);
        return true;
      case "failed":
        if (at !== "flight" && !(at === "wants" && this.#token === undefined)) return false;
        this.#pauses(now);
        return true;
      case "start": {
        const attempt = this.#view?.nextAttempt;
        return attempt !== undefined && this.#acts({ do: "start", attempt, phone: event.phone, provider: event.provider, bill: event.bill }, now);
      }
      case "code": {
        const view = this.#view;
        return view?.state === "asking" && view.prompt.kind === "otp" && this.#acts({ do: "code", rev: view.rev, code: event.code }, now);
      }
      case "look":
        if (at !== "rest" && at !== "end") return false;
        this.#state = WANTS;
        return true;
    }
  }

  #acts(body: object, now: number): boolean {
    const { at } = this.#state;
    if (this.#act || (at !== "rest" && at !== "end")) return false;
    this.#act = { body: JSON.stringify(body), since: now };
    this.#problem = undefined;
    this.#failures = 0;
    this.#state = WANTS;
    return true;
  }

  #answered(status: number, body: string, retryAfter: string | null, now: number): void {
    const json = body.length > LARGEST ? undefined : read(body);
    const said = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
    if (status === 200) {
      if (!this.#stands(json, now)) this.#pauses(now);
      return;
    }
    const word = typeof said["error"] === "string" ? said["error"] : "";
    if (status === 409 && this.#stands(said["view"], now)) {
      this.#problem = { word };
    } else if (status === 401 && word === "token_expired" && !this.#renewed) {
      this.#token = undefined;
      this.#renewed = true;
      this.#state = WANTS;
    } else if (status === 422) {
      const [field, allowed] = [said["field"], said["allowed"]];
      this.#rejects({
        word,
        ...(typeof field === "string" ? { field } : {}),
        ...(typeof allowed === "string" ? { allowed } : {}),
      }, now);
    } else if ((status === 429 && this.#act) || (status === 403 && word === "over_limit")) {
      // A person is not kept waiting for minutes without being told why. Another bill may be less.
      this.#rejects({ word }, now);
    } else if (status === 429 || (status >= 500 && status <= 599)) {
      const given = /^\d{1,9}$/.test(retryAfter?.trim() ?? "") ? Number(retryAfter) * SECOND : undefined;
      this.#pauses(now, given === undefined ? undefined : clamp(given, SECOND, LONGEST_PAUSE));
    } else {
      this.#act = undefined;
      this.#state = { at: "refused", word };
    }
  }

  #stands(json: unknown, now: number): boolean {
    const seen = viewOf(json);
    if (!seen) return false;
    const { view, afterMs } = seen;
    this.#act = this.#problem = undefined;
    this.#renewed = false;
    this.#failures = 0;
    this.#view = view;
    // What was not begun is not looked at again and again. Nor does what is no end become one.
    const pause = afterMs !== undefined ? clamp(afterMs, SECOND, MINUTE) : this.#rest(MINUTE);
    this.#state = afterMs === undefined && view.state === "done" ? { at: "end" } : { at: "rest", until: now + pause };
    return true;
  }

  /** What the person did is not taken. */
  #rejects(problem: Problem, now: number): void {
    this.#act = undefined;
    this.#problem = problem;
    this.#state = { at: "rest", until: now + this.#rest(10 * SECOND) };
  }

  #rest(usual: number): number {
    return isChoice(this.#view) ? CHOICE : usual;
  }

  #pauses(now: number, pause?: number): void {
    this.#failures += 1;
    if (this.#act && now - this.#act.since >= INSIST) {
      this.#act = undefined;
      this.#problem = { word: "offline" };
    }
    this.#state = { at: "rest", until: now + (pause ?? SECOND * 2 ** (Math.min(this.#failures, 5) - 1)) };
  }
}

/** Is one of some bills to be chosen? */
export function isChoice(view: View | undefined): boolean {
  return view?.state === "asking" && view.prompt.kind === "bill";
}

function read(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
