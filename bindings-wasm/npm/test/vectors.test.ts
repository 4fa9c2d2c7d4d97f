/** Every golden vector, verbatim: run, or named as one that has no door here. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { agrees } from "./vectors/agrees.js";
import type { Given } from "./vectors/door.js";
import { classify, parse, request } from "./vectors/play.js";
import { story } from "./vectors/story.js";
import { NoDoor, shown, value } from "./vectors/values.js";

const FOLDER = new URL("../../../tests/vectors/", import.meta.url);
const WHOLE: Record<string, (given: Given) => unknown> = { request, parse, classify, story };
/** Run by `journal.test.ts`. */
const ELSEWHERE = ["journal.json"];

for (const name of readdirSync(FOLDER).filter((one) => one.endsWith(".json") && !ELSEWHERE.includes(one))) {
  test(name, (context) => {
    const file = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
    assert.equal(file.schema, "xaalis-vectors-1");
    const failures: string[] = [];
    let [ran, unreachable] = [0, 0];
    for (const { type, tests } of file.groups) {
      for (const { id, comment, input, expect, disputed } of tests) {
        let actual: unknown;
        try {
          actual = type in WHOLE ? WHOLE[type]?.(input) : value(type, input);
        } catch (error) {
          if (!(error instanceof NoDoor)) throw new Error(`${id}: ${String(error)}`, { cause: error });
          unreachable += 1;
          continue;
        }
        ran += 1;
        const wanted = type in WHOLE ? expect : shown(type, expect, actual);
        if (agrees(wanted, actual) !== (disputed !== undefined)) continue;
        failures.push(`${id} (${comment})\n  input    ${cut(input)}\n  expected ${cut(wanted)}\n  actual   ${cut(actual)}`);
      }
    }
    context.diagnostic(`${ran} ran, ${unreachable} have no door here`);
    assert.equal(failures.length, 0, `${failures.length} of ${ran}\n${failures.slice(0, 6).join("\n")}`);
    assert.equal(ran + unreachable, file.cases);
    assert.equal(unreachable, UNREACHABLE[name] ?? 0);
  });
}

/** So that none gets lost among those that cannot be asked: tables and sums behind the operations. */
const UNREACHABLE: Record<string, number> = {
  "amounts.json": 14,
  "codes.json": 2,
  "percent.json": 8,
  "phones.json": 6,
  "transitions.json": 582,
  "urls.json": 14,
};

function cut(given: unknown): string {
  return (JSON.stringify(given) ?? "nothing").slice(0, 600);
}
