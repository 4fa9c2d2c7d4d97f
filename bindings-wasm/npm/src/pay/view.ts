/** How an order stands, as the relay tells its page: core's `View`, in JavaScript's names. */

/** What all views have. */
interface Order {
  /** The shop's order. */
  readonly order: string;
  /** The attempt, and how many codes were sent for it: `1.0`; `0.0` before anything was begun. */
  readonly rev: string;
  /** In whole francs; of a bill the most that it may be, until one was chosen. */
  readonly amount: number;
  /** `XOF`. */
  readonly currency: string;
  /** There while `start` is heard: after nothing, after a no, and while a number that was mistyped may be given up. */
  readonly nextAttempt?: number;
}

/** Nothing was begun: `start` begins. */
export interface ReadyView extends Order {
  readonly state: "ready";
}

/** A request is under way. */
export interface WorkingView extends Order {
  readonly state: "working";
}

/** The payer's code is waited for, which `code` gives, or which bill is to be paid: `start` with it. */
export interface AskingView extends Order {
  readonly state: "asking";
  readonly prompt: OtpPrompt | BillPrompt;
  /** How many codes may be sent yet for this attempt. */
  readonly codesLeft?: number;
}

/** The payer or the vendor has not finished. */
export interface WaitingView extends Order {
  readonly state: "waiting";
  /** For the payer, who has to follow `prompt`; for the vendor; for what became of a request that was not answered. */
  readonly why?: "payer" | "vendor" | "lost";
  readonly prompt?: DialPrompt | RedirectPrompt;
}

/** It ended, or nobody knows. */
export interface DoneView extends Order {
  readonly state: "done";
  readonly outcome: Receipt;
}

/**
 * How an order stands, by its `state`. A newer relay may say a state, a `kind` or a `why` that is not in these types: show
 * it as one that waits.
 */
export type View = ReadyView | WorkingView | AskingView | WaitingView | DoneView;

/** Ask for the one-time code. */
export interface OtpPrompt {
  readonly kind: "otp";
  /** How to get one, in French, as the vendor says it; may be empty. The payer's number is masked. */
  readonly text: string;
  /** What was wrong with the last code. */
  readonly problem?: CodeProblem;
}

/** Let one of the bills be chosen: `start({ bill })`. */
export interface BillPrompt {
  readonly kind: "bill";
  /** What is owed; perhaps nothing that can be paid here. */
  readonly bills: readonly Offer[];
}

/** A bill that can be paid. Whose it is, no page is told. */
export interface Offer {
  /** Its reference. */
  readonly bill: string;
  /** What is owed in whole francs, the biller's own fee among it. */
  readonly amount: number;
  /** When it is due, as the biller writes it: `2018-12-31`. */
  readonly dueDate?: string;
}

/** The payer confirms on the phone: show `text`. */
export interface DialPrompt {
  readonly kind: "dial";
  /** What to do, in French, as the vendor says it; may be empty. */
  readonly text: string;
}

/** The payer pays on the vendor's page. */
export interface RedirectPrompt {
  readonly kind: "redirect";
  readonly text: string;
  /** The page's address; never one that is not of the web. */
  readonly url?: string;
}

/** What was wrong with a code. */
export type CodeProblem =
  | "malformed" | "invalid" | "expired" | "still_valid" | "no_answer" | "refused" | "repeated" | (string & {});

/** It was paid. */
export interface Settled {
  readonly kind: "settled";
  /** Of a top-up: the code to type on the meter, once it is known. */
  readonly token?: string;
}

/** It was not paid, and no money moved. */
export interface Rejected {
  readonly kind: "rejected";
  /** Which kind of no: a word such as `PAYMENT_FAILED`. */
  readonly code?: string;
  /** What to tell the buyer, in English. */
  readonly text?: string;
  /** And in French. */
  readonly textFr?: string;
}

/** Nothing reached the vendor: it may be begun again. */
export interface NotSent {
  readonly kind: "not_sent";
  readonly text?: string;
  readonly textFr?: string;
}

/** Nobody knows: the shop finds out, and nothing must be paid again meanwhile. */
export interface Unknown {
  readonly kind: "unknown";
  readonly text?: string;
  readonly textFr?: string;
}

/** How an order ended. */
export type Receipt = Settled | Rejected | NotSent | Unknown;

/** A view, and when to look again. */
export interface Seen {
  readonly view: View;
  readonly afterMs: number | undefined;
}

type Json = Record<string, unknown>;

/** Reads an answer's view; nothing, where it is none. Members that this version does not know are left out. */
export function viewOf(json: unknown): Seen | undefined {
  try {
    const given = object(json);
    const [prompt, outcome, next, left] = [given["prompt"], given["outcome"], number(given, "next_attempt"), number(given, "codes_left")];
    const view: Json = {
      order: text(given, "order"),
      rev: text(given, "rev"),
      amount: francs(given),
      currency: text(given, "currency"),
      state: text(given, "state"),
      ...some("why", word(given, "why")),
      ...some("prompt", prompt == null ? undefined : promptOf(object(prompt))),
      ...some("outcome", outcome == null ? undefined : receiptOf(object(outcome))),
      ...some("codesLeft", left),
      ...some("nextAttempt", next),
    };
    // What these states are nothing without.
    if ((view["state"] === "asking" && !view["prompt"]) || (view["state"] === "done" && !view["outcome"])) throw given;
    return { view: view as unknown as View, afterMs: number(given, "after_ms") };
  } catch {
    return undefined;
  }
}

function promptOf(given: Json): Json {
  const [kind, url, bills] = [text(given, "kind"), word(given, "url"), given["bills"] ?? []];
  if (!Array.isArray(bills)) throw given;
  return {
    kind,
    ...(kind === "bill" ? { bills: bills.map(offerOf) } : { text: word(given, "text") ?? "" }),
    // A page goes there: nothing that would run in it.
    ...some("url", /^https?:\/\//i.test(url ?? "") ? url : undefined),
    ...some("problem", word(given, "problem")),
  };
}

function offerOf(one: unknown): Json {
  const given = object(one);
  return { bill: text(given, "bill"), amount: francs(given), ...some("dueDate", word(given, "due_date")) };
}

function receiptOf(given: Json): Json {
  return {
    kind: text(given, "kind"),
    ...some("code", word(given, "code")),
    ...some("text", word(given, "text")),
    ...some("textFr", word(given, "text_fr")),
    ...some("token", word(given, "token")),
  };
}

function some(name: string, value: unknown): Json {
  return value === undefined ? {} : { [name]: value };
}

function object(given: unknown): Json {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw given;
  return given as Json;
}

function text(given: Json, name: string): string {
  const value = word(given, name);
  if (value === undefined) throw given;
  return value;
}

function word(given: Json, name: string): string | undefined {
  const value = given[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw given;
  return value;
}

function number(given: Json, name: string): number | undefined {
  const value = given[name] ?? undefined;
  if (value !== undefined && !Number.isSafeInteger(value)) throw given;
  return value as number | undefined;
}

function francs(given: Json): number {
  const amount = number(given, "amount");
  if (amount === undefined || amount < 0) throw given;
  return amount;
}
