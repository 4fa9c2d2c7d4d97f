// How a page pays, and what it is told.
import { expectTypeOf } from "expect-type";
import { type End, type Offer, type Problem, type Receipt, type View, pay } from "xaalis/pay";
import { XaalisPay } from "xaalis/pay/element";

declare const maybe: AbortSignal | undefined;

const payment = pay({
  url: "/xaalis/pay",
  token: async () => "token",
  show(view, problem) {
    expectTypeOf(view).toEqualTypeOf<View>();
    expectTypeOf(problem).toEqualTypeOf<Problem | undefined>();
    expectTypeOf(view.amount).toEqualTypeOf<number>();
    if (view.state === "asking") expectTypeOf(view.prompt.kind).toEqualTypeOf<"otp" | "bill">();
    if (view.state === "asking" && view.prompt.kind === "bill") expectTypeOf(view.prompt.bills).toEqualTypeOf<readonly Offer[]>();
    if (view.state === "waiting" && view.prompt?.kind === "redirect") expectTypeOf(view.prompt.url).toEqualTypeOf<string | undefined>();
    if (view.state === "done") expectTypeOf(view.outcome).toEqualTypeOf<Receipt>();
    // @ts-expect-error only while a code is asked for
    void view.codesLeft;
  },
  done(end) {
    expectTypeOf(end).toEqualTypeOf<End>();
    if (end.kind === "refused") expectTypeOf(end.word).toEqualTypeOf<string>();
    else if (end.view.outcome.kind === "settled") expectTypeOf(end.view.outcome.token).toEqualTypeOf<string | undefined>();
    else if (end.view.outcome.kind === "rejected") expectTypeOf(end.view.outcome.textFr).toEqualTypeOf<string | undefined>();
  },
  signal: maybe,
});
expectTypeOf(payment.start({ phone: "76 00 00 00" })).toEqualTypeOf<boolean>();
payment.start();
payment.start({ phone: "76 00 00 00", provider: "coris_bf" });
payment.start({ bill: "8000000680" });
// @ts-expect-error a text, so that nothing is lost
payment.code(123456);
// @ts-expect-error a token's maker is needed
pay({ url: "/xaalis/pay", show() {}, done() {} });

// The element, as the page's own ones.
const element = document.createElement("xaalis-pay");
expectTypeOf(element).toEqualTypeOf<XaalisPay>();
element.token = async (signal) => (signal.aborted ? "" : "token");
element.token = "token";
// @ts-expect-error a token, or who makes one
element.token = 1;
