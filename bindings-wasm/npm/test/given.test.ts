// What callers hand in: checked, renamed, and refused without a word of what it held.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidInput } from "../src/error_base.js";
import { given, likely } from "../src/given.js";

const charge = { amount: 1_000, phone: "76 00 00 00" };
const transfer = { amount: 500, phone: "70 00 00 00", extId: "a" };

function refusal(shape: string, value: unknown): [string, string, string, string | null] {
  try {
    given(shape, value);
  } catch (error) {
    assert.ok(error instanceof InvalidInput, String(error));
    assert.ok(!JSON.stringify(error).includes("76 00") && !JSON.stringify(error).includes("sk_"), JSON.stringify(error));
    return [error.field, error.problem, error.allowed, error.suggestion];
  }
  return assert.fail(`taken: ${JSON.stringify(value)}`);
}

test("names become core's, and what is left out stays out", () => {
  assert.deepEqual(given("Order", { kind: "collect", charge: { ...charge, provider: undefined } }), { kind: "collect", charge });
  assert.deepEqual(given("Order", { kind: "collect", charge: { ...charge, provider: null } }), { kind: "collect", charge });
  assert.deepEqual(given("Order", { kind: "bulk_payout", transfers: [transfer] }), {
    kind: "bulk_payout",
    transfers: [{ amount: 500, phone: "70 00 00 00", ext_id: "a" }],
  });
  const payment = { service: "WOYOFAL_SN_BILL", customer: "1", externalTransactionId: "x", callbackUrl: "https://a.sn", confirm: false };
  assert.deepEqual(given("Order", { kind: "pay_bill", payment })["payment"], {
    service: "WOYOFAL_SN_BILL", customer: "1", confirm: false, external_transaction_id: "x", callback_url: "https://a.sn",
  });
  assert.deepEqual(given("Order", { kind: "list_charges" }), { kind: "list_charges" });
  assert.deepEqual(given("SandboxOptions", { switches: { errorsAlways200: true }, offlineProviders: ["moov_bf"] }), {
    switches: { errors_always_200: true },
    offline_providers: ["moov_bf"],
  });
  // A class of the caller's own, with getters.
  class Row { get amount(): number { return 5; } get phone(): string { return "76"; } }
  assert.deepEqual(given("NewCharge", new Row()), { amount: 5, phone: "76" });
});

test("what this library gave out is taken back, with more in it or less", () => {
  const record = {
    version: 1, opId: "a", sequence: 1, vendor: "senfenico", mode: "test", operation: "collect", stage: "open", reference: null,
    ourReference: null, state: "{}", aNewerField: 1,
  };
  assert.deepEqual(given("Record", record), {
    version: 1, op_id: "a", sequence: 1, vendor: "senfenico", mode: "test", operation: "collect", stage: "open", state: "{}",
  });
});

test("what is wrong is told: the field, what was wrong with it, what is allowed", () => {
  const of = (part: object, more: object = {}) => ["Order", { kind: "collect", charge: { ...charge, ...part }, ...more }] as const;
  const francs = "whole francs (XOF), a number";
  const cases: [readonly [string, unknown], [string, string, string, string | null]][] = [
    [of({ amount: "1000" }), ["amount", "a string", francs, null]],
    [of({ amount: 10n }), ["amount", "a bigint", francs, null]],
    [of({ amount: 10.5 }), ["amount", "a fraction", francs, null]],
    [of({ amount: NaN }), ["amount", "NaN", francs, null]],
    [of({ amount: Infinity }), ["amount", "out of range", francs, null]],
    [of({ amount: 2 ** 60 }), ["amount", "out of range", francs, null]],
    [of({ amount: undefined }), ["amount", "missing", francs, null]],
    [of({ amount: new Date(0) }), ["amount", "a Date", francs, null]],
    [of({ phone: 76_000_000 }), ["phone", "a number", "a string", null]],
    [of({ phone: Promise.resolve("76 00 00 00") }), ["phone", "a Promise: await it", "a string", null]],
    [of({ phone: "76 00 00 00\ud800" }), ["phone", "not valid Unicode", "a string", null]],
    [of({ phone: ["76 00 00 00"] }), ["phone", "an array", "a string", null]],
    [of({ providr: "orange_bf" }), ["providr", "unknown", "amount, phone, provider", "provider"]],
    [of({ constructor: 1 }), ["constructor", "unknown", "amount, phone, provider", null]],
    [of({ "76 00 00 00": 1 }), ["charge", "unknown", "amount, phone, provider", null]],
    [of({}, { opId: "a" }), ["opId", "unknown", "charge", null]],
    [["Order", { kind: "collect" }], ["charge", "missing", "an object", null]],
    [["Order", { kind: "collect", charge: "76 00 00 00" }], ["charge", "a string", "an object", null]],
    [["Order", { kind: "bulk_payout", transfers: transfer }], ["transfers", "an object", "an array of objects", null]],
    [["Order", { kind: "bulk_payout", transfers: [transfer, { ...transfer, ext_id: "b" }] }],
      ["transfers[1].ext_id", "unknown", "amount, phone, wallet, extId", "extId"]],
    [["Order", { kind: "bulk_payout", transfers: [transfer, { ...transfer, phone: 5 }] }], ["transfers[1].phone", "a number", "a string", null]],
    [["Order", { kind: "bulk_payout", transfers: [transfer, , transfer] }], ["transfers[1]", "missing", "an object", null]],
    [["Order", { kind: "pay_bill", payment: { service: "x", customer: "1", externalTransactionId: "x", confirm: "yes" } }],
      ["confirm", "a string", "true or false", null]],
    [["Order", null], ["order", "null", "an object", null]],
    [["Order", () => 1], ["order", "a function", "an object", null]],
    [["SandboxOptions", { offlineProviders: [1] }], ["offlineProviders[0]", "a number", "a string", null]],
    [["SandboxOptions", { switches: { listLag: 1 } }], ["listLag", "unknown", "", null]],
  ];
  for (const [[shape, value], wanted] of cases) {
    const told = refusal(shape, value);
    if (wanted[2] === "") told[2] = "";
    assert.deepEqual(told, wanted);
  }
  const [field, problem, kinds, meant] = refusal("Order", { kind: "pay-bill" });
  assert.deepEqual([field, problem, meant], ["kind", "unknown", "pay_bill"]);
  assert.match(kinds, /^bulk_payout, cancel_settlement, .*, submit_otp$/);
  assert.equal(refusal("Order", {})[1], "missing");
});

test("a slip of the hand is understood, and nothing is guessed", () => {
  const words = ["amount", "phone", "extId", "successUrl", "cancelUrl"];
  const cases: [string, string | null][] = [
    ["amout", "amount"], ["ammount", "amount"], ["amuont", "amount"], ["EXT_ID", "extId"], ["ext-id", "extId"], ["phon", "phone"],
    ["success_url", "successUrl"], ["url", null], ["", null], ["a".repeat(100_000), null],
  ];
  for (const [given, meant] of cases) assert.equal(likely(given, words), meant, given.slice(0, 20));
  assert.equal(likely("a_c", ["a_b", "a_d"]), null, "two that are as near");
});
