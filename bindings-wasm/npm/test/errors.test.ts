// The errors: a tree, with texts, that tells nothing secret or personal.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { Told, thrown } from "../src/error_base.js";
import { invalid } from "../src/error_texts.js";
import * as errors from "../src/printed/errors.js";
import type { Outcome } from "../src/printed/types.js";
import { EVERY, SECRETS, refusal, refused, unknown, unsent } from "./every-error.js";

const { errorOf, InvalidInput, OutcomeUnknown, PaymentError, PaymentNotSent, PaymentRejected } = errors;

test("the tree", () => {
  const names = Object.entries(errors).filter(([, one]) => (one as { prototype?: unknown }).prototype instanceof Error);
  assert.deepEqual(new Set(EVERY.map((error) => error.name)), new Set(names.map(([name]) => name)), "each is tried here");
  for (const error of EVERY) assert.equal(error.name, error.constructor.name);
  const failures = EVERY.filter((error) => error instanceof PaymentError).map(({ name }) => name);
  assert.equal(failures.length, EVERY.length - 5);
  for (const none of ["OutcomeUnknown", "AnswerNeeded", "ConnectFailed"]) assert.ok(!failures.includes(none), none);
  assert.ok(refused("UNAUTHORIZED") instanceof errors.AuthenticationFailed);
  assert.ok(refused("UNAUTHORIZED") instanceof PaymentRejected);
  assert.equal(refused("A_NEWER_CODE")?.constructor, PaymentRejected);
  assert.equal(refused("constructor")?.constructor, PaymentRejected, "a word is no name of a property");
  assert.ok(errorOf({ kind: "not_sent", unsent: { ...unsent, why: "busy" } }) instanceof errors.TooManyRequests);
  assert.equal(errorOf({ kind: "not_sent", unsent })?.constructor, PaymentNotSent);
  assert.equal(errorOf({ kind: "unknown", unknown })?.constructor, OutcomeUnknown);
  assert.equal(errorOf({ kind: "settled", value: 1 } satisfies Outcome<number>), null);
});

test("what they carry", () => {
  const cause = new TypeError("fetch failed");
  const rejected = new PaymentRejected(refusal, { cause, opId: "op-7" });
  assert.deepEqual([rejected.code, rejected.httpStatus, rejected.retryable, rejected.opId], ["INSUFFICIENT_FUNDS", 402, false, "op-7"]);
  assert.equal(rejected.cause, cause);
  assert.equal(rejected.refusal, refusal);
  assert.match(rejected.message, /^INSUFFICIENT_FUNDS: Account holder does not have/);
  assert.match(rejected.messageFr, /^Le titulaire du compte/);
  assert.match(rejected.stack ?? "", /^PaymentRejected: INSUFFICIENT_FUNDS: .*\n {4}at /);
  assert.ok(!("cause" in new PaymentRejected(refusal)));
  assert.ok(new PaymentNotSent(unsent).retryable && new errors.OperationBusy("op-1").retryable);
  assert.equal(new InvalidInput("provider", "unknown", "orange_bf, moov_bf", "orange_bf").message,
    "provider: unknown; allowed: orange_bf, moov_bf; did you mean orange_bf?");
  const late = new OutcomeUnknown({ ...unknown, why: "oversized", excess: { seen: 1_048_599, limit: 1_048_576 } });
  assert.equal(late.message, "op-1: outcome unknown (answer too large: 1,048,599 bytes, more than 1,048,576); plan: fetch");
  assert.deepEqual([late.opId, late.plan, late.retryable], ["op-1", "fetch", false]);
  const strange = new PaymentNotSent({ why: "unanswered", doubt: "too_deep", excess: { seen: null, limit: 128 } });
  assert.equal(strange.messageFr, "réponse trop imbriquée : plus de 128 niveaux");
});

test("each has four whole texts", () => {
  for (const error of EVERY) {
    const { buyerText, buyerTextFr, merchantText, merchantTextFr } = error;
    const four = [buyerText, buyerTextFr, merchantText, merchantTextFr];
    for (const text of four) assert.match(text, /^[^{}]{15,}[.?]$/, `${error.name}: ${text}`);
    assert.equal(new Set(four).size, 4, error.name);
    assert.ok(error.message && error.messageFr && error.description && error.descriptionFr, error.name);
  }
  assert.match(new OutcomeUnknown(unknown).buyerTextFr, /Ne payez pas une seconde fois/);
});

test("nothing shows a key, a code or a phone number", () => {
  for (const error of EVERY) {
    const copies = [
      inspect(error), inspect(error, { depth: 9, showHidden: true, getters: false }), inspect({ error }), JSON.stringify(error),
      String(error), error.stack ?? "", JSON.stringify({ ...error }), JSON.stringify(Object.entries(error)), error.message,
      error.buyerText, error.buyerTextFr, error.merchantText, error.merchantTextFr, error.messageFr, error.description,
      // What a logger sees that knows no `inspect.custom`.
      inspect(error, { customInspect: false }).split("[cause]")[0] ?? "",
    ];
    for (const text of copies) for (const secret of SECRETS) assert.ok(!text.includes(secret), `${error.name}: ${text}`);
  }
  const shown = inspect(new PaymentRejected(refusal, { opId: "op-7" }));
  assert.match(shown, /^PaymentRejected: [^]*code: INSUFFICIENT_FUNDS, httpStatus: 402, opId: op-7 }$/);
  const told = JSON.parse(JSON.stringify(new OutcomeUnknown(unknown)));
  assert.deepEqual([told.name, told.why, told.plan, told.opId], ["OutcomeUnknown", "no_answer", "fetch", "op-1"]);
});

test("what the native half throws", () => {
  const invalid = thrown('{"kind":"invalid","field":"transfers[3].extId","problem":"missing","allowed":"one id per payout","suggestion":null}');
  assert.ok(invalid instanceof InvalidInput && invalid.field === "transfers[3].extId" && invalid.suggestion === null);
  assert.match(invalid.merchantTextFr, /^Votre identifiant du virement \(transfers\[3\]\.extId\) : manquant\. Valeur admise : un identifiant par virement\.$/);
  assert.ok(thrown('{"kind":"record","problem":"of the other vendor"}') instanceof errors.RecordError);
  assert.ok(thrown('{"kind":"webhook","problem":"not JSON"}') instanceof errors.WebhookError);
  const trap = new RangeError("unreachable");
  assert.equal(thrown(trap), trap);
  for (const odd of ["sk_test_sandbox", undefined, null, 5, "{}", "null", "[]"]) {
    assert.equal(thrown(odd).message, "xaalis: the native half failed");
  }
});

test("what this package says of a value has French words", () => {
  const said = new Set<string>();
  const read = (folder: URL): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) read(new URL(`${entry.name}/`, folder));
      else if (entry.name.endsWith(".ts") && entry.name !== "said.ts") gather(readFileSync(new URL(entry.name, folder), "utf8"), said);
    }
  };
  read(new URL("../src/", import.meta.url));
  assert.ok(said.size > 30, `${said.size}`);
  const silent = [...said].filter((sentence) => {
    const french = invalid("amount", sentence, "missing", null).merchantFr;
    return sentence !== "" && french.includes(`: ${sentence}. `);
  });
  assert.deepEqual(silent, []);
});

/** The literals with which values are refused. */
function gather(text: string, said: Set<string>): void {
  const code = text.replace(/[!=]== "[^"]*"|join\("[^"]*"\)|within\(path, "kind"\)/g, "");
  const literal = /"((?:[^"\\]|\\.)*)"/g;
  for (const [, call = ""] of code.matchAll(/(?:new InvalidInput|checkFunction|wrong)\(((?:"(?:[^"\\]|\\.)*"|[^;])*?)\);/g)) {
    for (const [, text = ""] of call.split(",").slice(1).join(",").matchAll(literal)) said.add(JSON.parse(`"${text}"`));
  }
  for (const [, text = ""] of code.matchAll(/(?:const (?:allowed|instead|problem) =|return list \?|\? ) "((?:[^"\\]|\\.)*)"/g)) said.add(JSON.parse(`"${text}"`));
}
