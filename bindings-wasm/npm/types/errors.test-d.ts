// The errors: an unknown outcome is no failure, and narrowing by class works.
import { expectTypeOf } from "expect-type";
import {
  AnswerNeeded, AnswerTooLarge, AuthenticationFailed, codeTexts, ConnectFailed, errorFromJSON, errorOf, InvalidInput, NoAnswer, NotFound,
  OperationBusy, OperationNotFound, OutcomeUnknown, PaymentAbandoned, PaymentError, PaymentNotSent, PaymentRejected,
  RecordError, TooManyRequests, WebhookError,
} from "xaalis";
import type { Charge, Code, Outcome, Plan, Prompt, Refusal, Told, Unsent } from "xaalis";

// The tree.
for (const narrow of [InvalidInput, PaymentRejected, PaymentNotSent, OperationBusy, OperationNotFound, RecordError, WebhookError]) {
  expectTypeOf(narrow.prototype).toMatchTypeOf<PaymentError>();
}
expectTypeOf<AuthenticationFailed>().toMatchTypeOf<PaymentRejected>();
expectTypeOf<NotFound>().toMatchTypeOf<PaymentRejected>();
expectTypeOf<PaymentAbandoned>().toMatchTypeOf<PaymentRejected>();
expectTypeOf<TooManyRequests>().toMatchTypeOf<PaymentNotSent>();
expectTypeOf<AnswerTooLarge>().toMatchTypeOf<NoAnswer>();
expectTypeOf<PaymentError>().toMatchTypeOf<Error>();
expectTypeOf<OutcomeUnknown>().toMatchTypeOf<Error>();
// Never a failure, for the compiler as well.
expectTypeOf<OutcomeUnknown>().not.toMatchTypeOf<PaymentError>();
expectTypeOf<AnswerNeeded>().not.toMatchTypeOf<PaymentError>();
expectTypeOf<ConnectFailed>().not.toMatchTypeOf<PaymentError>();

function told(error: unknown): string {
  if (error instanceof OutcomeUnknown) {
    expectTypeOf(error.plan).toEqualTypeOf<Plan>();
    expectTypeOf(error.opId).toEqualTypeOf<string>();
    return error.buyerTextFr;
  }
  if (error instanceof AnswerNeeded) {
    expectTypeOf(error.prompt).toEqualTypeOf<Prompt>();
    return error.buyerText;
  }
  if (error instanceof PaymentError) {
    expectTypeOf(error.code).toEqualTypeOf<Code | null>();
    expectTypeOf(error.httpStatus).toEqualTypeOf<number | null>();
    expectTypeOf(error.retryable).toEqualTypeOf<boolean>();
    expectTypeOf(error.opId).toEqualTypeOf<string | null>();
    if (error instanceof PaymentRejected) {
      expectTypeOf(error.code).toEqualTypeOf<Code>();
      expectTypeOf(error.refusal).toEqualTypeOf<Refusal>();
      if (error instanceof NotFound) return error.name;
      // A class that adds nothing is told apart all the same.
      expectTypeOf(error).not.toBeNever();
      if (error instanceof AuthenticationFailed) return error.merchantText;
      expectTypeOf(error).not.toBeNever();
      return error.refusal.message;
    }
    if (error instanceof TooManyRequests) return error.nextStep;
    if (error instanceof PaymentNotSent) {
      expectTypeOf(error).not.toBeNever();
      expectTypeOf(error.unsent.why).toEqualTypeOf<Unsent>();
      return error.unsent.why;
    }
    if (error instanceof RecordError || error instanceof WebhookError) return error.message;
    expectTypeOf(error).not.toBeNever();
    if (error instanceof InvalidInput) return `${error.field} ${error.suggestion ?? ""}`;
    return error.descriptionFr;
  }
  if (error instanceof ConnectFailed) return error.name;
  if (error instanceof AnswerTooLarge) return error.name;
  return error instanceof NoAnswer ? error.name : "";
}
void told;

declare const outcome: Outcome<Charge>;
expectTypeOf(errorOf(outcome)).toEqualTypeOf<PaymentError | OutcomeUnknown | null>();
expectTypeOf(errorFromJSON(JSON.parse("{}"))).toEqualTypeOf<Told>();
errorFromJSON({}, { cause: new Error("queue") });
// @ts-expect-error the operation stands in the JSON
errorFromJSON({}, { opId: "op-1" });
expectTypeOf(codeTexts("OTP_INVALID").nextStepFr).toEqualTypeOf<string>();
// For transports.
new ConnectFailed("refused", { cause: new Error("ECONNREFUSED") });
new NoAnswer();
// @ts-expect-error what is about a refusal needs one
new PaymentRejected();
// @ts-expect-error what is told is not changed
new NoAnswer().code = "OTP_INVALID";
