// What callers hand in: renamed, checked by core, and refused without a word of what it held.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { handed } from "../src/given.js";
import { initSync as sandboxInit, Sandbox } from "../src/sandbox_wasm.js";
import { Account, initSync, recordWords } from "../src/wasm.js";

initSync({ module: readFileSync(new URL("../src/wasm_bg.wasm", import.meta.url)) });
sandboxInit({ module: readFileSync(new URL("../src/sandbox_wasm_bg.wasm", import.meta.url)) });

const charge = { amount: 1_000, phone: "76 00 00 00" };
const transfer = { amount: 500, phone: "70 00 00 00", extId: "a" };

/** Hands it in as what this is. */
function take(shape: string, value: unknown): void {
  const bills = ["pay_bill", "inquire_bills"].includes(Object(value).kind);
  const config = { vendor: bills ? "dexchange" : "senfenico", api_key: "sk_test_sandbox", keys: "camel" };
  if (shape === "Order") new Account(JSON.stringify(config)).begin(handed(value), "op-1", "[]");
  else if (shape === "Record") recordWords(handed(value));
  else new Sandbox(handed(value));
}

function refusal(shape: string, value: unknown): [string, string, string, string | null] {
  try {
    take(shape, value);
  } catch (error) {
    assert.ok(typeof error === "string", String(error));
    assert.ok(!error.includes("76 00") && !error.includes("sk_"), error);
    const { field, problem, allowed, suggestion } = JSON.parse(error);
    return [field, problem, allowed, suggestion ?? null];
  }
  return assert.fail(`taken: ${handed(value)}`);
}

test("what is as it should be is taken, and what is left out stays out", () => {
  take("Order", { kind: "collect", charge: { ...charge, provider: undefined } });
  take("Order", { kind: "collect", charge: { ...charge, provider: null } });
  take("Order", { kind: "bulk_payout", transfers: [transfer] });
  const payment = { service: "WOYOFAL_SN_BILL", customer: "07061270877", amount: 500, externalTransactionId: "x", confirm: false };
  take("Order", { kind: "pay_bill", payment: { ...payment, callbackUrl: "https://a.sn" } });
  take("Order", { kind: "list_charges" });
  take("SandboxOptions", { switches: { errorsAlways200: true }, offlineProviders: ["moov_bf"] });
  // A class of the caller's own, with getters.
  class Row { get amount(): number { return 5; } get phone(): string { return "76000000"; } }
  take("Order", { kind: "collect", charge: new Row() });
});

test("what this library gave out is taken back, with more in it or less", () => {
  const record = {
    version: 1, opId: "a", sequence: 1, vendor: "senfenico", mode: "test", operation: "collect", stage: "open", reference: null,
    ourReference: null, state: "{}", aNewerField: 1,
  };
  take("Record", record);
  assert.deepEqual(refusal("Record", "x").slice(0, 2), ["record", "a string"]);
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
    [["Order", null], ["order", "null", 'an order, such as { kind: "collect", charge: { … } }', null]],
    [["Order", () => 1], ["order", "a function", 'an order, such as { kind: "collect", charge: { … } }', null]],
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
  assert.match(kinds, /^collect, checkout, .*, fetch_transaction$/);
  assert.deepEqual(refusal("Order", charge), [
    "order", "an object without its kind", 'an order, such as { kind: "collect", charge: { … } }', null,
  ]);
});

test("what JSON has no value for crosses as what it was", () => {
  const itself: unknown[] = [];
  itself.push(itself);
  const cases: [unknown, string][] = [
    [undefined, '{"":"missing"}'], [1n, '{"":"a bigint"}'], [Symbol("76"), '{"":"a symbol"}'], [new Date(0), '{"":"a Date"}'],
    [{ a: undefined, b: null }, '{"b":null}'], [[, 1.5, -0], '[{"":"missing"},{"":"a fraction"},0]'], [NaN, '{"":"NaN"}'],
    [itself, '[{"":"nested too deeply"}]'], [{ "": "a Date" }, '{"":"an object"}'], [{ toJSON: () => "x" }, '{"toJSON":{"":"a function"}}'],
    ["\ud800", '"\\ud800"'], [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
  ];
  for (const [value, text] of cases) assert.equal(handed(value), text);
});
