/** One of each error, and what none of them may show. */
import type { Told } from "../src/error_told.js";
import * as errors from "../src/printed/errors.js";
import type { NotSentReason, Refusal, UnknownOutcome } from "../src/printed/types.js";

const { errorOf, InvalidInput, OutcomeUnknown, PaymentError, PaymentNotSent, PaymentRejected } = errors;
export const SECRETS = ["sk_test_sandbox", "76 00 00 00", "76000000", "123456", "Awa"];
export const spoken = "Awa, entrez 123456 pour 76 00 00 00 (sk_test_sandbox), 76000000";
export const refusal: Refusal = {
  code: "INSUFFICIENT_FUNDS", message: spoken, fieldErrors: [{ field: "phone", message: spoken }], httpStatus: 402, refund: null,
};
export const unsent: NotSentReason = { why: "unreachable", doubt: null, excess: null };
export const unknown: UnknownOutcome = {
  opId: "op-1", ourReference: null, providerReference: null, attempts: 1, lastSent: 5, why: "no_answer", httpStatus: null,
  code: null, excess: null, plan: "fetch", billPaid: null,
};
export const refused = (code: string) => errorOf({ kind: "rejected", refusal: { ...refusal, code } });
export const EVERY: readonly Told[] = [
  new PaymentError("no"),
  new InvalidInput("amount", "a string", "whole francs (XOF)"),
  new PaymentRejected(refusal),
  new PaymentRejected({ ...refusal, code: "ERR 76 00 00 00 76000000" }),
  ...["UNAUTHORIZED", "CHARGE_NOT_FOUND", "ABANDONED"].map((code) => refused(code) as Told),
  new PaymentNotSent(unsent),
  new errors.TooManyRequests({ ...unsent, why: "busy" }),
  new errors.OperationBusy("op-1"),
  new errors.OperationNotFound("op-1"),
  new errors.RecordError("of the other vendor"),
  new errors.WebhookError("not JSON"),
  new OutcomeUnknown({ ...unknown, code: "76000000" }, { cause: new Error(spoken) }),
  new errors.AnswerNeeded("op-1", { kind: "otp", text: spoken, problem: "invalid", code: "OTP_INVALID" }),
  new errors.ConnectFailed(),
  new errors.NoAnswer(),
  new errors.AnswerTooLarge(),
];
