/** What the element says is what core says, wherever core has the words: in `core/src/texts.txt`, line by line. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { TEXTS } from "../src/pay/bills.js";
import { CORE, OWN, codeText, problemText, saying } from "../src/pay/texts.js";

const FILE = readFileSync(new URL("../../../core/src/texts.txt", import.meta.url), "utf8");

function ofCore(block: string): (string | undefined)[] {
  const start = FILE.indexOf(`\n${block}\n`) + block.length + 2;
  const lines = FILE.slice(start).split(/\n(?=\S)/, 1)[0] ?? "";
  return ["buyer", "buyer_fr"].map((name) => new RegExp(`^  ${name} +(.*)$`, "m").exec(lines)?.[1]);
}

const CORES = { ...CORE, "prompt bill": TEXTS["prompt bill"] };
for (const [block, texts] of Object.entries(CORES)) {
  test(`core's words: ${block}`, () => assert.deepEqual([...texts], ofCore(block)));
}

test("each is said in both languages, with as many places for values", () => {
  for (const [name, [en, fr]] of Object.entries<readonly [string, string]>({ ...CORE, ...OWN, ...TEXTS })) {
    assert(en !== "" && fr !== "", name);
    assert.equal(en.split("{}").length, fr.split("{}").length, name);
  }
  const twice = Object.keys(TEXTS).filter((name) => name in CORE || name in OWN);
  assert.deepEqual(twice, []);
});

test("whatever is wrong with a code, and whatever a relay says, is told", () => {
  const words = ["malformed", "invalid", "expired", "still_valid", "no_answer", "refused", "repeated"];
  assert.equal(new Set(words.map(codeText)).size, words.length);
  assert.equal(codeText("of a newer relay"), "again refused");
  for (const word of ["open", "busy", "attempt", "similar_open", "rev", "not_asked", "payer_busy", "wrong_codes", "codes_spent", "too_many", "offline"]) {
    assert.notEqual(problemText(word, undefined), "invalid", word);
  }
  assert.equal(problemText("invalid", "phone"), "field phone");
  for (const word of ["levitating", "constructor", "toString"]) assert.equal(problemText(word, word), "invalid");
  assert.equal(saying("fr")("dial", "*144#"), "Composer *144#");
  assert.equal(saying("en")("pay", "$& $1"), "Pay $& $1");
  assert.equal(saying("fr", TEXTS)("topUp", "5"), "Recharger 5");
});
