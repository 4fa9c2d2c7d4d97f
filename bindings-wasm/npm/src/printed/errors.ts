// Printed from core's table of errors by `cargo xtask print`; do not edit.
/**
 * What can go wrong, by what you can do about it.
 *
 * ```text
 * PaymentError                nothing moved, or the vendor said no
 * ├── InvalidInput            a field is wrong; it was not sent
 * ├── PaymentRejected         the vendor said no, and no money moved
 * │   ├── AuthenticationFailed  the key is wrong, too old or missing: for the operator
 * │   ├── NotFound            the vendor knows nothing under this reference
 * │   └── PaymentAbandoned    the payer gave it up, and nothing was paid: begin another
 * ├── PaymentNotSent          nothing happened at the vendor: safe to try again
 * │   └── TooManyRequests     turned away as too frequent: try again, later
 * ├── OperationBusy           another process goes on with this operation
 * ├── OperationNotFound       the journal knows no such operation
 * ├── RecordError             this record is not for this client
 * └── WebhookError            do not believe this webhook
 * OutcomeUnknown              money may have moved: never a failure, so not a PaymentError
 * AnswerNeeded                a person has to answer first: not a failure either
 * ConnectFailed               for transports: certainly nothing was sent
 * NoAnswer                    for transports: it may have been sent, and no whole answer came
 * └── AnswerTooLarge          there was one, longer than is read
 * ```
 *
 * Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and
 * `merchantText` and `merchantTextFr` for the shop and its operator: what happened, and what to do. No text, no
 * JSON and no log of an error holds a key, a code or a phone number: what may hold one (`refusal`, `prompt`) is
 * given to who asks for it by name, and shown nowhere.
 *
 * @module
 */

import { Failure, Told, type ToldOptions } from "../error_told.js";
import * as texts from "../error_texts.js";
import { masked, strange } from "../error_texts.js";
import type { Texts } from "../error_texts.js";
import type { Code, NotSentReason, Outcome, Plan, Prompt, Refusal, UnknownOutcome } from "./types.js";

export { codeTexts } from "../error_texts.js";
export type { Told, ToldOptions } from "../error_told.js";
export type { CodeTexts, Texts } from "../error_texts.js";

/** Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it. */
export class PaymentError extends Failure {
  override get name(): string {
    return "PaymentError";
  }
}

/**
 * A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt is
 * wrong (a code that is no text), the payment stays where it was: `resume` it and answer again.
 */
export class InvalidInput extends PaymentError {
  /** Which field: `amount`, `transfers[3].phone`. */
  readonly field: string;
  /** What was wrong with it. */
  readonly problem: string;
  /** What is allowed. */
  readonly allowed: string;
  /** Which of the allowed words was likely meant, when one is likely. */
  readonly suggestion: string | null;

  constructor(field: string, problem: string, allowed: string, suggestion?: string | null, options?: ToldOptions) {
    super(
      suggestion != null
        ? `${field}: ${problem}; allowed: ${allowed}; did you mean ${suggestion}?`
        : `${field}: ${problem}; allowed: ${allowed}`,
      options,
    );
    this.field = field;
    this.problem = problem;
    this.allowed = allowed;
    this.suggestion = suggestion ?? null;
  }

  override get name(): "InvalidInput" {
    return "InvalidInput";
  }

  protected override kept(): Record<string, unknown> {
    return { field: this.field, problem: this.problem, allowed: this.allowed, suggestion: this.suggestion };
  }

  protected override texts(): Texts {
    return texts.invalid(this.field, this.problem, this.allowed, this.suggestion);
  }
}

/** The vendor said no, and no money moved; with `refusal.refund` set, a debit is being given back. */
export class PaymentRejected extends PaymentError {
  readonly #refusal: Refusal;
  override readonly code: Code;
  override readonly httpStatus: number | null;

  constructor(refusal: Refusal, options?: ToldOptions) {
    super(`${masked(refusal.code)}: ${texts.codeTexts(refusal.code).description}`, options);
    this.#refusal = refusal;
    this.code = masked(refusal.code);
    this.httpStatus = refusal.httpStatus;
  }

  override get name(): string {
    return "PaymentRejected";
  }

  /** Everything the vendor said: its message, its complaints about fields, a refund that is due. */
  get refusal(): Refusal {
    return this.#refusal;
  }

  override get messageFr(): string {
    return texts.codeTexts(this.#refusal.code).descriptionFr;
  }

  protected override kept(): Record<string, unknown> {
    return {
      code: masked(this.#refusal.code),
      httpStatus: this.#refusal.httpStatus,
      refund: this.#refusal.refund,
    };
  }

  protected override texts(): Texts {
    return texts.rejected(masked(this.#refusal.code), this.#refusal.refund !== null);
  }
}

/** The key is wrong, too old or missing: nobody can pay before the operator has mended it. */
export class AuthenticationFailed extends PaymentRejected {
  override get name(): "AuthenticationFailed" {
    return "AuthenticationFailed";
  }
}

/** The vendor knows nothing under this reference. */
export class NotFound extends PaymentRejected {
  override get name(): "NotFound" {
    return "NotFound";
  }
}

/** The payer gave it up before a code was sent, and nothing was paid. */
export class PaymentAbandoned extends PaymentRejected {
  override get name(): "PaymentAbandoned" {
    return "PaymentAbandoned";
  }
}

/**
 * Nothing happened at the vendor: the same call may be made again, under the same `opId`, with details
 * corrected if need be.
 */
export class PaymentNotSent extends PaymentError {
  override readonly retryable: boolean = true;
  /** Why nothing happened. */
  readonly unsent: NotSentReason;

  constructor(unsent: NotSentReason, options?: ToldOptions) {
    const words = strange(unsent.doubt, unsent.excess);
    super(
      words !== null
        ? words[0]
        : `not sent: ${unsent.why}`,
      options,
    );
    this.unsent = unsent;
  }

  override get name(): string {
    return "PaymentNotSent";
  }

  override get messageFr(): string {
    const words = strange(this.unsent.doubt, this.unsent.excess);
    return words !== null
      ? words[1]
      : this.merchantTextFr;
  }

  protected override kept(): Record<string, unknown> {
    return { why: this.unsent.why, doubt: this.unsent.doubt, excess: this.unsent.excess };
  }

  protected override texts(): Texts {
    return texts.notSent(this.unsent);
  }
}

/** The vendor turned the request away as too frequent, again and again: try later, and less often. */
export class TooManyRequests extends PaymentNotSent {
  override get name(): "TooManyRequests" {
    return "TooManyRequests";
  }
}

/** Another process has gone further with this operation. Look again with `resume(opId)`. */
export class OperationBusy extends PaymentError {
  override readonly retryable: boolean = true;
  override readonly opId: string;

  constructor(opId: string, options?: ToldOptions) {
    super(`${opId}: another process goes on with it`, options);
    this.opId = opId;
  }

  override get name(): "OperationBusy" {
    return "OperationBusy";
  }

  protected override kept(): Record<string, unknown> {
    return { opId: this.opId };
  }

  protected override texts(): Texts {
    return texts.textsOf("busy", this.opId);
  }
}

/** The journal knows no operation of this id: it was never begun, or is in another journal. */
export class OperationNotFound extends PaymentError {
  override readonly opId: string;

  constructor(opId: string, options?: ToldOptions) {
    super(`the journal knows no operation "${opId}"`, options);
    this.opId = opId;
  }

  override get name(): "OperationNotFound" {
    return "OperationNotFound";
  }

  protected override kept(): Record<string, unknown> {
    return { opId: this.opId };
  }

  protected override texts(): Texts {
    return texts.textsOf("absent", this.opId);
  }
}

/**
 * Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it was
 * written. A key that replaced another is given `earlierKeys`.
 */
export class RecordError extends PaymentError {
  /** Why: unreadable, a newer version, another vendor, test against live. */
  readonly problem: string;

  constructor(problem: string, options?: ToldOptions) {
    super(problem, options);
    this.problem = problem;
  }

  override get name(): "RecordError" {
    return "RecordError";
  }

  protected override kept(): Record<string, unknown> {
    return { problem: this.problem };
  }

  protected override texts(): Texts {
    return texts.refused("record", this.problem);
  }
}

/** Do not believe this webhook. Answer 400, and look at your keys. */
export class WebhookError extends PaymentError {
  /** Why: no key, wrong signature, too large, not the documented shape. */
  readonly problem: string;

  constructor(problem: string, options?: ToldOptions) {
    super(problem, options);
    this.problem = problem;
  }

  override get name(): "WebhookError" {
    return "WebhookError";
  }

  protected override kept(): Record<string, unknown> {
    return { problem: this.problem };
  }

  protected override texts(): Texts {
    return texts.refused("webhook", this.problem);
  }
}

/**
 * Money may or may not have moved. Neither success nor failure.
 *
 * Keep the record, tell the customer to wait, and `resume(opId)` later: it looks again. Never pay again on
 * your own.
 */
export class OutcomeUnknown extends Told {
  readonly #unknown: UnknownOutcome;
  override readonly code: Code | null;
  override readonly httpStatus: number | null;
  /** Our operation: the one to resume. */
  override readonly opId: string;
  /** How to find out. */
  readonly plan: Plan;

  constructor(unknown: UnknownOutcome, options?: ToldOptions) {
    const words = strange(unknown.why, unknown.excess);
    super(
      words !== null
        ? `${unknown.opId}: outcome unknown (${words[0]}); plan: ${unknown.plan}`
        : `${unknown.opId}: outcome unknown (${unknown.why}); plan: ${unknown.plan}`,
      options,
    );
    this.#unknown = unknown;
    this.code = masked(unknown.code);
    this.httpStatus = unknown.httpStatus;
    this.opId = unknown.opId;
    this.plan = unknown.plan;
  }

  override get name(): "OutcomeUnknown" {
    return "OutcomeUnknown";
  }

  /** What is known, and how to find out. */
  get unknown(): UnknownOutcome {
    return this.#unknown;
  }

  protected override kept(): Record<string, unknown> {
    return {
      opId: this.#unknown.opId,
      ourReference: this.#unknown.ourReference,
      providerReference: this.#unknown.providerReference,
      attempts: this.#unknown.attempts,
      lastSent: this.#unknown.lastSent,
      why: this.#unknown.why,
      httpStatus: this.#unknown.httpStatus,
      code: masked(this.#unknown.code),
      excess: this.#unknown.excess,
      plan: this.#unknown.plan,
      billPaid: this.#unknown.billPaid,
    };
  }

  protected override texts(): Texts {
    return texts.unknown(this.#unknown);
  }
}

/**
 * The operation waits for a person, and nobody was there to ask: pass `onPrompt`, or go step by step with
 * `begin` and `advance`. Nothing is lost: `resume(opId)` asks again.
 */
export class AnswerNeeded extends Told {
  override readonly opId: string;
  readonly #prompt: Prompt;

  constructor(opId: string, prompt: Prompt, options?: ToldOptions) {
    super(`${opId}: waits for an answer (${prompt.kind})`, options);
    this.opId = opId;
    this.#prompt = prompt;
  }

  override get name(): "AnswerNeeded" {
    return "AnswerNeeded";
  }

  /** What to ask or show. */
  get prompt(): Prompt {
    return this.#prompt;
  }

  protected override kept(): Record<string, unknown> {
    return {
      opId: this.opId,
      kind: this.#prompt.kind,
      problem: "problem" in this.#prompt ? this.#prompt.problem : null,
      code: masked("code" in this.#prompt ? this.#prompt.code : null),
    };
  }

  protected override texts(): Texts {
    return texts.prompted(this.#prompt.kind, "problem" in this.#prompt ? this.#prompt.problem : null);
  }
}

/** For transports: certainly no byte of the request has left. In doubt, raise anything else. */
export class ConnectFailed extends Told {
  constructor(message = "no connection", options?: ToldOptions) {
    super(message, options);
  }

  override get name(): "ConnectFailed" {
    return "ConnectFailed";
  }

  protected override texts(): Texts {
    return texts.textsOf("connect_failed");
  }
}

/** For transports: the request may have been sent, but no whole answer came. */
export class NoAnswer extends Told {
  constructor(message = "no answer", options?: ToldOptions) {
    super(message, options);
  }

  override get name(): "NoAnswer" | "AnswerTooLarge" {
    return "NoAnswer";
  }

  protected override texts(): Texts {
    return texts.textsOf("no_answer");
  }
}

/** For transports: there is an answer, of more than the request's `maxBody` decompressed bytes. */
export class AnswerTooLarge extends NoAnswer {
  constructor(message = "answer too large", options?: ToldOptions) {
    super(message, options);
  }

  override get name(): "AnswerTooLarge" {
    return "AnswerTooLarge";
  }

  protected override texts(): Texts {
    return texts.textsOf("answer_too_large");
  }
}

const OF_CODE = new Map<string, typeof PaymentRejected>([
  ["CHARGE_NOT_FOUND", NotFound],
  ["TRANSACTION_NOT_FOUND", NotFound],
  ["INVALID_API_KEY", AuthenticationFailed],
  ["EXPIRED_API_KEY", AuthenticationFailed],
  ["MISSING_API_KEY", AuthenticationFailed],
  ["UNAUTHORIZED", AuthenticationFailed],
  ["NOT_FOUND", NotFound],
  ["ABANDONED", PaymentAbandoned],
]);

const OF_REASON = new Map<string, typeof PaymentNotSent>([
  ["busy", TooManyRequests],
]);

/**
 * The error that stands for an outcome, with its texts; `null` for one that settled. For who reads outcomes
 * rather than catches.
 */
export function errorOf(
  outcome: Outcome<unknown>,
  options?: ToldOptions,
): PaymentError | OutcomeUnknown | null {
  switch (outcome.kind) {
    case "rejected":
      return new (OF_CODE.get(outcome.refusal.code) ?? PaymentRejected)(outcome.refusal, options);
    case "not_sent":
      return new (OF_REASON.get(outcome.unsent.why) ?? PaymentNotSent)(outcome.unsent, options);
    case "unknown":
      return new OutcomeUnknown(outcome.unknown, options);
    default:
      return null;
  }
}
