// The data: words are open, what may be missing is null, and `kind` tells apart.
import { expectTypeOf } from "expect-type";
import type {
  Bill, BillStatus, Charge, ChargeStatus, Code, Mode, NewCharge, NewPayBill, Notice, Order, Outcome, PayoutItem, Progress,
  Prompt, Provider, Record, SandboxOptions, Settled, SubmitOtpOrder, Transfer, Unknown, Unsent,
} from "xaalis";

declare const charge: Charge;

// Out: every field is there.
expectTypeOf(charge.amount).toEqualTypeOf<number | null>();
expectTypeOf<Charge>().toHaveProperty("createdAt").toEqualTypeOf<string | null>();
expectTypeOf<Required<Charge>>().toEqualTypeOf<Charge>();
expectTypeOf<Transfer["fees"]>().toEqualTypeOf<string | null>();
expectTypeOf<Bill["paid"]>().toEqualTypeOf<boolean | null>();
// @ts-expect-error frozen for who reads it
charge.status = "success";

// Open words: known ones are offered, others are taken, and all are text.
expectTypeOf<"send_otp">().toMatchTypeOf<ChargeStatus>();
expectTypeOf<string>().toMatchTypeOf<ChargeStatus>();
expectTypeOf<ChargeStatus>().toMatchTypeOf<string>();
expectTypeOf<string>().toMatchTypeOf<Code>();
expectTypeOf<string>().toMatchTypeOf<Provider>();
expectTypeOf<string>().toMatchTypeOf<BillStatus>();
if (charge.status === "success" || charge.status === "a_newer_word") expectTypeOf(charge.status).toMatchTypeOf<string>();
// Ours are closed: a switch over them can be whole.
expectTypeOf<Mode>().toEqualTypeOf<"test" | "live" | "unknown">();
expectTypeOf<Unsent>().toEqualTypeOf<"unreachable" | "busy" | "unanswered" | "forgotten" | "stopped">();

// In: what may be left out may be left out, or undefined.
expectTypeOf<{ amount: number; phone: string }>().toMatchTypeOf<NewCharge>();
expectTypeOf<{ amount: number; phone: string; provider: undefined }>().toMatchTypeOf<NewCharge>();
expectTypeOf<NewPayBill["confirm"]>().toEqualTypeOf<boolean | undefined>();
expectTypeOf<NewCharge["amount"]>().toEqualTypeOf<number>();
const options: SandboxOptions = { seed: 1, switches: { errorsAlways200: true }, bills: [] };
void options;

// One of several.
function ending(outcome: Outcome<Charge>): string {
  switch (outcome.kind) {
    case "settled":
      expectTypeOf(outcome).toEqualTypeOf<Settled<Charge>>();
      return outcome.value.reference;
    case "rejected":
      return outcome.refusal.code;
    case "not_sent":
      return outcome.unsent.why;
    case "unknown":
      expectTypeOf(outcome).toEqualTypeOf<Unknown>();
      return outcome.unknown.plan;
    default:
      // A fifth one would have to be handled here.
      return outcome satisfies never;
  }
}
void ending;
expectTypeOf<PayoutItem["outcome"]>().toEqualTypeOf<Outcome<Transfer>>();
expectTypeOf<Prompt["kind"]>().toEqualTypeOf<"otp" | "dial" | "redirect" | "bill" | "recipients">();
expectTypeOf<Extract<Prompt, { kind: "otp" }>>().toHaveProperty("problem");
expectTypeOf<Extract<Order, { kind: "submit_otp" }>>().toEqualTypeOf<SubmitOtpOrder>();
expectTypeOf<SubmitOtpOrder>().toEqualTypeOf<{ readonly kind: "submit_otp"; readonly charge: string; readonly otp: string }>();
expectTypeOf<Order["kind"]>().toMatchTypeOf<string>();
expectTypeOf<"list_charges">().toMatchTypeOf<Order["kind"]>();

// Moments are milliseconds, what is stored is data.
expectTypeOf<Record["state"]>().toEqualTypeOf<string>();
expectTypeOf<Record["reference"]>().toEqualTypeOf<string | null>();
expectTypeOf<Unknown["unknown"]["lastSent"]>().toEqualTypeOf<number>();
expectTypeOf<Notice["extId"]>().toEqualTypeOf<string | null>();
expectTypeOf<Progress["of"]>().toEqualTypeOf<number>();
