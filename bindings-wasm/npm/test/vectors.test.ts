/** Every golden vector, verbatim. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { initSync } from "../src/wasm.js";
import { run } from "./vectors/run.js";

const FOLDER = new URL("../../../tests/vectors/", import.meta.url);
/** Run by `journal.test.ts`. */
const ELSEWHERE = ["journal.json"];
initSync({ module: readFileSync(new URL("../src/wasm_bg.wasm", import.meta.url)) });

for (const name of readdirSync(FOLDER).filter((one) => one.endsWith(".json") && !ELSEWHERE.includes(one))) {
  test(name, async (context) => {
    const { ran, unreachable, failures } = await run(name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
    context.diagnostic(`${ran} ran, ${unreachable} have no door here`);
    assert.equal(failures.length, 0, `${failures.length} of ${ran}\n${failures.slice(0, 6).join("\n")}`);
  });
}
