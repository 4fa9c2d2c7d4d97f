import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { operatorOf, spaced } from "../src/operators.js";

test("the page tells the operator that the library tells", () => {
  const { groups } = JSON.parse(readFileSync(new URL("../../../tests/vectors/phones.json", import.meta.url), "utf8"));
  let seen = 0;
  for (const { type, tests } of groups) {
    if (type !== "phone") continue;
    for (const { input, expect } of tests) {
      if (typeof input !== "string" || expect.digits === undefined) continue;
      seen += 1;
      assert.equal(operatorOf(expect.digits), expect.provider, expect.digits);
    }
  }
  assert(seen > 50);
  assert.equal(spaced("+22676001234"), "76 00 12 34");
});
