import type { Alarm, Outcome, Payouts, Progress, Prompt, Record, Unreadable, VendorRequest, Why } from "./printed/types.js";

/** What core says to do next, as it crosses. */
export type Step =
  | { readonly kind: "store"; readonly record: Record }
  | { readonly kind: "load"; readonly opId: string }
  | { readonly kind: "send"; readonly request: VendorRequest }
  | { readonly kind: "wait"; readonly until: number; readonly why: Why }
  | { readonly kind: "ask"; readonly prompt: Prompt }
  | DoneStep;

export interface DoneStep {
  readonly kind: "done";
  readonly reply: Reply;
  readonly unreadable?: readonly Unreadable[];
}

export type Reply = { readonly outcome: Outcome<unknown> } | { readonly payouts: Payouts };

/** What an operation tells of itself. */
export interface View {
  readonly opId: string;
  readonly operation: string;
  readonly reference: string | null;
  readonly ourReference: string | null;
  readonly canAbandon: boolean;
  readonly progress: Progress | null;
  readonly alarms: readonly Alarm[];
  readonly toShow: Prompt | null;
}

/** Nothing to do before `until`: go on then, with `advance`, or when a webhook comes. */
export interface Waiting {
  readonly kind: "waiting";
  /** Milliseconds since 1970. */
  readonly until: number;
  /** What is waited for. */
  readonly why: Why;
}

/** The end. */
export interface Done<T> {
  readonly kind: "done";
  /** How it ended; a bulk payout has an outcome for each item. */
  readonly outcome: Outcome<T> | Payouts;
}

/** What an operation comes to: a person is needed, nothing is to be done for a while, or it has ended. */
export type PaymentStep<T> = Prompt | Waiting | Done<T>;

/** What of a vendor's list could be read, and the rest beside it. */
export interface Items<T> extends ReadonlyArray<T> {
  /** The items that could not be read, with their places in the vendor's list: they hide none of the others. */
  readonly unreadable: readonly Unreadable[];
}

export function outcomeOf(step: DoneStep): Outcome<unknown> | Payouts {
  const { reply, unreadable = [] } = step;
  if (!("outcome" in reply)) return reply.payouts;
  const { outcome } = reply;
  if (outcome.kind === "settled" && Array.isArray(outcome.value)) itemsOf(outcome.value, unreadable);
  return outcome;
}

export function itemsOf<T>(items: readonly T[], unreadable: readonly Unreadable[]): Items<T> {
  // Not among its entries: it is an array of items, as whoever prints or copies it expects.
  return Object.defineProperty(items, "unreadable", { value: unreadable }) as Items<T>;
}
