// What people are told is what core says: `told.json` comes from it (`tests/tests/told.rs`).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as texts from "../src/error_texts.js";
import type { Excess } from "../src/printed/types.js";

type Facts = any[];
const camel = (field: string) => field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const about: { [about: string]: (facts: Facts) => texts.Texts } = {
  refused: ([code, refund]) => texts.rejected(code, refund),
  not_sent: ([why, doubt, excess]) => texts.notSent({ why, doubt, excess: excess as Excess | null }),
  unknown: ([why, excess, plan, billPaid]) =>
    texts.unknown({
      opId: "order-42", ourReference: null, providerReference: null, attempts: 1, lastSent: 0, httpStatus: null, code: null,
      why, excess, plan, billPaid,
    }),
  prompt: ([kind, problem]) => texts.prompted(kind, problem),
  of: ([block, ...values]) => texts.textsOf(block, ...values),
  record: ([problem]) => texts.refused("record", problem),
  webhook: ([problem]) => texts.refused("webhook", problem),
  invalid: ([field, problem, allowed, suggestion]) => texts.invalid(camel(field), problem, allowed, suggestion),
};

test("in core's words", () => {
  const rows: [string, Facts, string[]][] = JSON.parse(readFileSync(new URL("told.json", import.meta.url), "utf8"));
  const ran = new Set<string>();
  for (const [what, facts, wanted] of rows) {
    // Where core names a field by its path, so do we, in our names.
    const path = what === "invalid" && facts[0] !== "" ? (text: string) => text.replaceAll(`(${facts[0]})`, `(${camel(facts[0])})`) : String;
    const { buyer, buyerFr, merchant, merchantFr } = about[what]!(facts);
    assert.deepEqual([buyer, buyerFr, merchant, merchantFr], wanted.map(path), JSON.stringify([what, facts]));
    ran.add(what);
  }
  assert.ok(rows.length > 180, `${rows.length}`);
  assert.deepEqual([...ran].sort(), Object.keys(about).sort());
});
