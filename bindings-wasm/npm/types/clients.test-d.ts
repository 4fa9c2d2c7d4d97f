// How the clients are called, and what comes back.
import { expectTypeOf } from "expect-type";
import { Dexchange, Senfenico } from "xaalis";
import type { BillInquiry, BillPayment, BulkQueued, Charge, ChargeCreated, Payouts, Settlement, Unreadable } from "xaalis";

declare const senfenico: Senfenico;
declare const dexchange: Dexchange;
declare const maybe: string | undefined;

// Flows: an id, what is wanted, how.
const charge = senfenico.collect("order-42", { amount: 1_000, phone: "76 00 00 00" });
expectTypeOf(charge).resolves.toEqualTypeOf<Charge>();
senfenico.collect("order-42", { amount: 1_000, phone: "76 00 00 00", provider: "orange_bf" }, { timeoutMs: Infinity });
// An operator that this version does not know may be one tomorrow; a variable that may be undefined is taken.
senfenico.collect("order-42", { amount: 1_000, phone: "76", provider: "telecel_bf" });
senfenico.collect("order-42", { amount: 1_000, phone: "76", provider: maybe }, { signal: undefined });

// @ts-expect-error the phone is missing
senfenico.collect("order-42", { amount: 1_000 });
// @ts-expect-error a number, not a text
senfenico.collect("order-42", { amount: "1000", phone: "76" });
// @ts-expect-error slipped
senfenico.collect("order-42", { amount: 1_000, phone: "76", providr: "orange_bf" });
// @ts-expect-error the names of JavaScript, not of core
senfenico.payout("p-1", { amount: 1_000, phone: "76", ext_id: "a" });
// @ts-expect-error an id comes first
senfenico.collect({ amount: 1_000, phone: "76" });

// A person is asked.
senfenico.collect("order-42", { amount: 1_000, phone: "76" }, {
  onPrompt: (prompt) => {
    switch (prompt.kind) {
      case "otp":
        expectTypeOf(prompt.text).toEqualTypeOf<string>();
        return "1234";
      case "bill":
        return prompt.bills[0];
      case "redirect":
        expectTypeOf(prompt.url).toEqualTypeOf<string>();
        return undefined;
      case "recipients":
        return Object.fromEntries(prompt.extIds.map((extId) => [extId, "76 00 00 00"]));
      case "dial":
        return undefined;
      default:
        return expectTypeOf(prompt).toBeNever() as never;
    }
  },
});
senfenico.checkout("c-1", { amount: 1, successUrl: "https://a.bf", cancelUrl: "https://a.bf" }, { onPrompt: async () => undefined });
// @ts-expect-error nobody is asked in a payout
senfenico.payout("p-1", { amount: 100, phone: "70", extId: "a" }, { onPrompt: () => undefined });

const paid = senfenico.bulkPayout("salaries", [{ amount: 100, phone: "70", extId: "a", wallet: "sank_bf" }], {
  onProgress: (progress) => expectTypeOf(progress.handedOver).toEqualTypeOf<number>(),
});
expectTypeOf(paid).resolves.toEqualTypeOf<Payouts>();
expectTypeOf(senfenico.settle("s-1", { amount: 1 })).resolves.toEqualTypeOf<Settlement>();
expectTypeOf(senfenico.cancelSettlement("s-2", "set_1")).resolves.toEqualTypeOf<Settlement>();

// Calls, once.
expectTypeOf(senfenico.charges.create({ amount: 1, phone: "76" }, { opId: "x" })).resolves.toEqualTypeOf<ChargeCreated>();
expectTypeOf(senfenico.charges.submitOtp("ch_1", "1234")).resolves.toEqualTypeOf<Charge>();
expectTypeOf(senfenico.transfers.createBulk([])).resolves.toEqualTypeOf<BulkQueued>();
// @ts-expect-error a read has no id of ours
senfenico.charges.fetch("ch_1", { opId: "x" });

// Lists, whole and as they arrive.
async function lists(): Promise<void> {
  const charges = await senfenico.charges.list();
  expectTypeOf(charges[0]!).toEqualTypeOf<Charge>();
  expectTypeOf(charges.unreadable).toEqualTypeOf<readonly Unreadable[]>();
  expectTypeOf(charges.map((one) => one.amount)).toEqualTypeOf<(number | null)[]>();
  // @ts-expect-error what the vendor said is not changed
  charges.push();
  const listing = senfenico.transfers.iter({ signal: new AbortController().signal });
  for await (const transfer of listing) expectTypeOf(transfer.extId).toEqualTypeOf<string | null>();
  expectTypeOf(listing.unreadable).toMatchTypeOf<readonly Unreadable[]>();
}
void lists;

// DEXCHANGE.
const bill = dexchange.payBill("b-1", { service: "SENELEC_SN_BILL", customer: "1", externalTransactionId: "x", confirm: true });
expectTypeOf(bill).resolves.toEqualTypeOf<BillPayment>();
expectTypeOf(dexchange.bills.inquire({ service: "SENEAU_SN_BILL", customer: "1" })).resolves.toEqualTypeOf<BillInquiry>();
expectTypeOf(dexchange.transactions.fetch("TID1")).resolves.toEqualTypeOf<BillPayment>();

// Step by step: an order is data.
senfenico.begin("order-42", { kind: "collect", charge: { amount: 1_000, phone: "76" } });
dexchange.begin("b-1", { kind: "pay_bill", payment: { service: "WOYOFAL_SN_BILL", customer: "1", externalTransactionId: "x" } });
// @ts-expect-error no such kind
senfenico.begin("order-42", { kind: "colect", charge: { amount: 1_000, phone: "76" } });
// @ts-expect-error the charge is missing
senfenico.begin("order-42", { kind: "collect" });

// @ts-expect-error resources are made by the client
new Senfenico();
new Senfenico({ apiKey: "sk_test_sandbox" });
