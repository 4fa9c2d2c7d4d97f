// Errors that cross a queue or a log as JSON are made again: the same class, message and texts, and nothing personal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import type { Told } from "../src/error_told.js";
import * as errors from "../src/printed/errors.js";
import { errorFromJSON } from "../src/printed/made.js";
import type { Bill } from "../src/printed/types.js";
import { EVERY, SECRETS, refusal, spoken, unknown } from "./every-error.js";

const { InvalidInput, OutcomeUnknown, PaymentError, PaymentNotSent, PaymentRejected } = errors;
const BILL: Bill = {
  reference: "ref-1", customer: "76000000", lastName: "Awa", firstName: null, amount: 12_500, fee: null, total: null,
  dueDate: null, paid: false, address: null, meterStatus: null, paymentTransactionNumber: null,
};
const excess = { seen: null, limit: 16_777_216 };
const MORE: readonly Told[] = [
  new InvalidInput("provider", "unknown", "orange_bf, moov_bf", "orange_bf"),
  new PaymentError("no", { opId: "op-9", cause: new Error(spoken) }),
  new PaymentRejected({ ...refusal, refund: { amount: null, seen: true } }),
  new PaymentNotSent({ why: "unanswered", doubt: "oversized", excess }),
  new PaymentNotSent({ why: "newer" as "busy", doubt: "newer" as "foreign", excess: null }),
  new OutcomeUnknown({ ...unknown, ourReference: "ext-1", providerReference: "ch_1", httpStatus: 504, excess, billPaid: false }),
  new errors.AnswerNeeded("op-1", { kind: "dial", text: spoken }),
  new errors.AnswerNeeded("op-1", { kind: "redirect", url: `https://pay.example/${SECRETS[2]}` }),
  new errors.AnswerNeeded("op-1", { kind: "bill", bills: [BILL] }),
  new errors.AnswerNeeded("op-1", { kind: "recipients", extIds: ["e-1"] }),
  new errors.NoAnswer("reset", { cause: new Error(spoken) }),
];

test("made again of their JSON", () => {
  const classes = Object.entries(errors).filter(([, one]) => (one as { prototype?: unknown }).prototype instanceof Error);
  assert.deepEqual(new Set(EVERY.map(({ name }) => name)), new Set(classes.map(([name]) => name)), "each is tried here");
  for (const error of [...EVERY, ...MORE]) {
    const json = JSON.stringify(error);
    for (const secret of SECRETS) assert.ok(!json.includes(secret), `${error.name}: ${json}`);
    const again = errorFromJSON(JSON.parse(json));
    assert.equal(again.constructor, error.constructor);
    assert.notEqual(again, error);
    assert.equal(JSON.stringify(again), json, error.name);
    assert.equal(inspect(again).split("\n")[0], inspect(error).split("\n")[0]);
    // Once more, and in a list, as a queue keeps them.
    assert.deepEqual(JSON.parse(JSON.stringify([again])), JSON.parse(`[${json}]`));
  }
  const late = { ...unknown, why: "oversized" as const, excess: { seen: 5, limit: 4 }, billPaid: true };
  const again = errorFromJSON(JSON.parse(JSON.stringify(new OutcomeUnknown(late, { opId: "other" }))), { cause: "queue" });
  assert.ok(again instanceof OutcomeUnknown && !(again instanceof PaymentError));
  assert.deepEqual(again.unknown, late);
  assert.deepEqual([again.opId, again.cause], ["op-1", "queue"]);
  const due = new PaymentRejected({ ...refusal, refund: { amount: 1_010, seen: false } }, { opId: "op-7" });
  const refunded = errorFromJSON(JSON.parse(JSON.stringify(due)));
  assert.ok(refunded instanceof PaymentRejected);
  assert.deepEqual(refunded.refusal, { ...due.refusal, message: "", fieldErrors: [] });
  assert.deepEqual([refunded.opId, refunded.buyerTextFr], ["op-7", due.buyerTextFr]);
});

test("what is no error's JSON is refused, field by field", () => {
  const json = JSON.parse(JSON.stringify(new OutcomeUnknown(unknown)));
  const { plan, ...without } = json;
  const cases: [unknown, string, string][] = [
    [undefined, "error", "missing"],
    [null, "error", "null"],
    ["{}", "error", "a string"],
    [[json], "error", "an array"],
    [{}, "error.name", "missing"],
    [{ name: "Error", message: "x" }, "error.name", "unknown"],
    [{ name: "constructor" }, "error.name", "unknown"],
    [{ ...json, name: "ANewerError" }, "error.name", "unknown"],
    [without, "error.plan", "missing"],
    [{ ...json, attempts: "1" }, "error.attempts", "a string"],
    [{ ...json, attempts: 1.5 }, "error.attempts", "a number"],
    [{ ...json, billPaid: 1 }, "error.billPaid", "a number"],
    [{ ...json, excess: { seen: null } }, "error.excess.limit", "missing"],
    [{ name: "AnswerNeeded", opId: "op-1", kind: "newer" }, "error.kind", "unknown"],
  ];
  for (const [odd, field, problem] of cases) {
    assert.throws(() => errorFromJSON(odd), (error) => {
      assert.ok(error instanceof InvalidInput, String(error));
      assert.deepEqual([error.field, error.problem], [field, problem], JSON.stringify(odd));
      assert.doesNotMatch(error.merchantTextFr, /\{|missing|unknown\b/);
      return true;
    });
  }
});
