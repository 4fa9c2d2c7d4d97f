// Printed from core's source by `cargo xtask print`; do not edit.
import { OutcomeUnknown, PaymentNotSent, PaymentRejected } from "../error_base.js";
import type { PaymentError, ToldOptions } from "../error_base.js";
import type { Outcome } from "./types.js";

export {
  AnswerNeeded,
  AnswerTooLarge,
  ConnectFailed,
  InvalidInput,
  NoAnswer,
  OperationBusy,
  OperationNotFound,
  OutcomeUnknown,
  PaymentError,
  PaymentNotSent,
  PaymentRejected,
  RecordError,
  WebhookError,
} from "../error_base.js";
export { codeTexts } from "../error_texts.js";
export type { Told, ToldOptions } from "../error_base.js";
export type { CodeTexts, Texts } from "../error_texts.js";

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

/** The vendor turned the request away as too frequent, again and again: try later, and less often. */
export class TooManyRequests extends PaymentNotSent {
  override get name(): "TooManyRequests" {
    return "TooManyRequests";
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
