// Printed from core's table of errors by `cargo xtask print`; do not edit.
import { flag, Kept, maybe, oneOf, part, text, whole, word } from "../kept.js";
import type { Told, ToldOptions } from "../error_told.js";
import * as errors from "./errors.js";
import type { Code, Doubt, NotSentReason, OtpProblem, Plan, Prompt, Refusal, UnknownOutcome, Unsent } from "./types.js";

type Make = (kept: Kept, options: ToldOptions) => Told;

const NAMES = [
  "PaymentError",
  "InvalidInput",
  "PaymentRejected",
  "AuthenticationFailed",
  "NotFound",
  "PaymentAbandoned",
  "PaymentNotSent",
  "TooManyRequests",
  "OperationBusy",
  "OperationNotFound",
  "RecordError",
  "WebhookError",
  "OutcomeUnknown",
  "AnswerNeeded",
  "ConnectFailed",
  "NoAnswer",
  "AnswerTooLarge",
] as const;

const MADE: { readonly [name in (typeof NAMES)[number]]: Make } = {
  PaymentError: (kept, options) => new errors.PaymentError(kept.get("message", text), options),
  InvalidInput: (kept, options) => new errors.InvalidInput(kept.get("field", text), kept.get("problem", text), kept.get("allowed", text), kept.get("suggestion", maybe(text)), options),
  PaymentRejected: (kept, options) => new errors.PaymentRejected(refusal(kept), options),
  AuthenticationFailed: (kept, options) => new errors.AuthenticationFailed(refusal(kept), options),
  NotFound: (kept, options) => new errors.NotFound(refusal(kept), options),
  PaymentAbandoned: (kept, options) => new errors.PaymentAbandoned(refusal(kept), options),
  PaymentNotSent: (kept, options) => new errors.PaymentNotSent(unsent(kept), options),
  TooManyRequests: (kept, options) => new errors.TooManyRequests(unsent(kept), options),
  OperationBusy: (kept, options) => new errors.OperationBusy(kept.get("opId", text), options),
  OperationNotFound: (kept, options) => new errors.OperationNotFound(kept.get("opId", text), options),
  RecordError: (kept, options) => new errors.RecordError(kept.get("problem", text), options),
  WebhookError: (kept, options) => new errors.WebhookError(kept.get("problem", text), options),
  OutcomeUnknown: (kept, options) => new errors.OutcomeUnknown(unknown(kept), options),
  AnswerNeeded: (kept, options) => new errors.AnswerNeeded(kept.get("opId", text), prompt(kept), options),
  ConnectFailed: (kept, options) => new errors.ConnectFailed(kept.get("message", text), options),
  NoAnswer: (kept, options) => new errors.NoAnswer(kept.get("message", text), options),
  AnswerTooLarge: (kept, options) => new errors.AnswerTooLarge(kept.get("message", text), options),
};

/**
 * The error of which `JSON.stringify` made this, after `JSON.parse`: of the same class, with the same message, code
 * and texts, for queues, workers and logs. What may hold a number, a code or a vendor's words was not in the JSON,
 * and is empty (`refusal.message`, `prompt.text`); for a prompt, `resume(error.opId)` asks again.
 *
 * @param value - What `JSON.parse` gave.
 * @throws `InvalidInput` for what is no error of this package, or of a class that only a newer version has: it may
 *   stand for a payment that went through.
 */
export function errorFromJSON(value: unknown, options?: Pick<ToldOptions, "cause">): Told {
  const kept = new Kept(value, "error");
  const make = MADE[kept.get("name", oneOf(NAMES))];
  return make(kept, { ...options, opId: kept.get("opId", maybe(text)) });
}

function refusal(kept: Kept): Refusal {
  return {
    code: kept.get("code", word<Code>()),
    httpStatus: kept.get("httpStatus", maybe(whole)),
    message: "",
    fieldErrors: [],
    refund: kept.get("refund", maybe(part((kept) => ({ amount: kept.get("amount", maybe(whole)), seen: kept.get("seen", flag) })))),
  };
}

function unsent(kept: Kept): NotSentReason {
  return {
    why: kept.get("why", word<Unsent>()),
    doubt: kept.get("doubt", maybe(word<Doubt>())),
    excess: kept.get("excess", maybe(part((kept) => ({ seen: kept.get("seen", maybe(whole)), limit: kept.get("limit", whole) })))),
  };
}

function unknown(kept: Kept): UnknownOutcome {
  return {
    opId: kept.get("opId", text),
    ourReference: kept.get("ourReference", maybe(text)),
    providerReference: kept.get("providerReference", maybe(text)),
    attempts: kept.get("attempts", whole),
    lastSent: kept.get("lastSent", whole),
    why: kept.get("why", word<Doubt>()),
    httpStatus: kept.get("httpStatus", maybe(whole)),
    code: kept.get("code", maybe(word<Code>())),
    excess: kept.get("excess", maybe(part((kept) => ({ seen: kept.get("seen", maybe(whole)), limit: kept.get("limit", whole) })))),
    plan: kept.get("plan", word<Plan>()),
    billPaid: kept.get("billPaid", maybe(flag)),
  };
}

function prompt(kept: Kept): Prompt {
  return {
    otp: (): Prompt => ({ kind: "otp", text: "", problem: kept.get("problem", maybe(word<OtpProblem>())), code: kept.get("code", maybe(word<Code>())) }),
    dial: (): Prompt => ({ kind: "dial", text: "" }),
    redirect: (): Prompt => ({ kind: "redirect", url: "" }),
    bill: (): Prompt => ({ kind: "bill", bills: [] }),
    recipients: (): Prompt => ({ kind: "recipients", extIds: [] }),
  }[kept.get("kind", oneOf(["otp", "dial", "redirect", "bill", "recipients"]))]();
}
