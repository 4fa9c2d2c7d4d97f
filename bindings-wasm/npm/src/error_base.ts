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
 * ConnectFailed, NoAnswer     what a transport throws; a payment is never rejected with one
 * └── AnswerTooLarge          a NoAnswer: there was one, longer than is read
 * ```
 *
 * Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and
 * `merchantText` and `merchantTextFr` for the shop and its operator: what happened, and what to do. No text, no
 * JSON and no log of an error holds a key, a code or a phone number: what may hold one (`refusal`, `prompt`) is
 * given to who asks for it by name, and shown nowhere.
 *
 * @module
 */

import * as texts from "./error_texts.js";
import type { CodeTexts, Texts } from "./error_texts.js";
import { Told, type ToldOptions } from "./error_told.js";
import type { Code, NotSentReason, Plan, Prompt, Refusal, UnknownOutcome } from "./printed/types.js";

export { Told, type ToldOptions };

/** Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it. */
export class PaymentError extends Told {
  override get name(): string {
    return "PaymentError";
  }

  override get description(): string {
    return this.said()?.description ?? this.message;
  }

  override get descriptionFr(): string {
    return this.said()?.descriptionFr ?? this.messageFr;
  }

  /** What to do next, in English; empty when there is no code. */
  get nextStep(): string {
    return this.said()?.nextStep ?? "";
  }

  /** What to do next, in French; empty when there is no code. */
  get nextStepFr(): string {
    return this.said()?.nextStepFr ?? "";
  }

  private said(): CodeTexts | undefined {
    return this.code === null ? undefined : texts.codeTexts(this.code);
  }
}

/**
 * A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt is wrong (a
 * code that is no string), the payment stays where it was: `resume` it and answer again.
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
    const likely = suggestion == null ? "" : `; did you mean ${suggestion}?`;
    super(`${field}: ${problem}; allowed: ${allowed}${likely}`, options);
    this.field = field;
    this.problem = problem;
    this.allowed = allowed;
    this.suggestion = suggestion ?? null;
  }

  override get name(): "InvalidInput" {
    return "InvalidInput";
  }

  protected override facts(): Record<string, string | number | null> {
    const { field, problem, allowed, suggestion } = this;
    return { field, problem, allowed, suggestion };
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
    const code = masked(refusal.code);
    super(`${code}: ${texts.codeTexts(code).description}`, options);
    this.#refusal = refusal;
    this.code = code;
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
    return this.descriptionFr;
  }

  protected override texts(): Texts {
    return texts.rejected(this.code, this.#refusal.refund !== null);
  }
}

/**
 * Nothing happened at the vendor: the same call may be made again, under the same `opId`, with details corrected
 * if need be.
 */
export class PaymentNotSent extends PaymentError {
  override readonly retryable: boolean = true;
  /** Why nothing happened. */
  readonly unsent: NotSentReason;

  constructor(unsent: NotSentReason, options?: ToldOptions) {
    const { why, doubt, excess } = unsent;
    super(isStrange(doubt) ? texts.doubtful(doubt, excess)[0] : `not sent: ${why}`, options);
    this.unsent = unsent;
  }

  override get name(): string {
    return "PaymentNotSent";
  }

  override get messageFr(): string {
    const { doubt, excess } = this.unsent;
    return isStrange(doubt) ? texts.doubtful(doubt, excess)[1] : this.merchantTextFr;
  }

  protected override facts(): Record<string, string | number | null> {
    return { why: this.unsent.why, doubt: this.unsent.doubt };
  }

  protected override texts(): Texts {
    return texts.notSent(this.unsent);
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

  protected override texts(): Texts {
    return texts.textsOf("busy", this.opId);
  }
}

/** The journal knows no operation of this id: it was never begun, or is in another journal. */
export class OperationNotFound extends PaymentError {
  override readonly opId: string;

  constructor(opId: string, options?: ToldOptions) {
    super(`the journal knows no operation ${opId}`, options);
    this.opId = opId;
  }

  override get name(): "OperationNotFound" {
    return "OperationNotFound";
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
  override get name(): "RecordError" {
    return "RecordError";
  }

  protected override texts(): Texts {
    return texts.refused("record", this.message);
  }
}

/** Do not believe this webhook. Answer 400, and look at your keys. */
export class WebhookError extends PaymentError {
  override get name(): "WebhookError" {
    return "WebhookError";
  }

  protected override texts(): Texts {
    return texts.refused("webhook", this.message);
  }
}

/**
 * Money may or may not have moved. Neither success nor failure.
 *
 * Keep the record, tell the customer to wait, and `resume(opId)` later: it looks again. Never pay again on your
 * own.
 */
export class OutcomeUnknown extends Told {
  readonly #unknown: UnknownOutcome;
  override readonly code: Code | null;
  override readonly httpStatus: number | null;
  /** The operation to resume. */
  override readonly opId: string;
  /** How it can be found out. */
  readonly plan: Plan;

  constructor(unknown: UnknownOutcome, options?: ToldOptions) {
    const { opId, why, excess, plan } = unknown;
    const doubt = isStrange(why) ? texts.doubtful(why, excess)[0] : why;
    super(`${opId}: outcome unknown (${doubt}); plan: ${plan}`, options);
    this.#unknown = unknown;
    this.code = unknown.code === null ? null : masked(unknown.code);
    this.httpStatus = unknown.httpStatus;
    this.opId = opId;
    this.plan = plan;
  }

  override get name(): "OutcomeUnknown" {
    return "OutcomeUnknown";
  }

  /** What is known, and how to find out. */
  get unknown(): UnknownOutcome {
    return this.#unknown;
  }

  protected override facts(): Record<string, string | number | null> {
    return { why: this.#unknown.why, plan: this.plan };
  }

  protected override texts(): Texts {
    return texts.unknown(this.#unknown);
  }
}

/**
 * The operation waits for a person, and nobody was there to ask: pass `onPrompt`, or go step by step with `begin`
 * and `advance`. Nothing is lost: `resume(opId)` asks again.
 */
export class AnswerNeeded extends Told {
  readonly #prompt: Prompt;
  override readonly opId: string;

  constructor(opId: string, prompt: Prompt, options?: ToldOptions) {
    super(`${opId}: waits for an answer (${prompt.kind})`, options);
    this.#prompt = prompt;
    this.opId = opId;
  }

  override get name(): "AnswerNeeded" {
    return "AnswerNeeded";
  }

  /** What to ask or show. */
  get prompt(): Prompt {
    return this.#prompt;
  }

  protected override texts(): Texts {
    return texts.prompted(this.#prompt.kind, this.#prompt.kind === "otp" ? this.#prompt.problem : null);
  }
}

/** For transports: certainly no byte of the request has left. In doubt, throw anything else. */
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
  override get name(): "AnswerTooLarge" {
    return "AnswerTooLarge";
  }

  protected override texts(): Texts {
    return texts.textsOf("answer_too_large");
  }
}

/** The error of what the native half throws: the JSON of a refusal. Anything else is an error of this package. */
export function thrown(what: unknown): Error {
  let told: unknown;
  try {
    told = typeof what === "string" ? JSON.parse(what) : undefined;
  } catch {
    told = undefined;
  }
  const refusal = (told ?? {}) as { readonly [name: string]: string | null | undefined };
  const { kind, field = "", problem, allowed = "", suggestion } = refusal;
  if (typeof problem === "string") {
    if (kind === "invalid") return new InvalidInput(field ?? "", problem, allowed ?? "", suggestion);
    if (kind === "record") return new RecordError(problem);
    if (kind === "webhook") return new WebhookError(problem);
    if (kind === "busy") return new OperationBusy(problem);
    if (kind === "not_found") return new OperationNotFound(problem);
  }
  return what instanceof Error ? what : new Error("xaalis: the native half failed");
}

/** Doubts that are said in words in an error's message; others by their word. */
const STRANGE: readonly string[] = [
  "oversized", "too_deep", "not_json", "malformed", "foreign", "redirected", "server_error", "mode_mismatch",
];

function isStrange(doubt: string | null): doubt is string {
  return doubt !== null && STRANGE.includes(doubt);
}

/** A code that nobody knows is a text of the vendor's, and may hold a number. */
function masked(code: Code): Code {
  return texts.known(`code ${code}`) ? code : code.replace(/\d(?:[\s.-]?\d){5,}/g, "•");
}
