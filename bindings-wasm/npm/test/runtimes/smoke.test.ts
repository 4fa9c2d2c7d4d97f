/** The packed package in every runtime: ES modules and CommonJS, threads and workers. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SMOKE } from "./driven.js";
import { shopOf } from "./packed.js";
import { NAMES, type Place, places } from "./places.js";

const SERVER = ["module", "common", "thread", "one true"];
/** The ways in which each has the package. */
const WAYS: Record<string, string[]> = {
  node: SERVER,
  "node-22": SERVER,
  "node-24": SERVER,
  bun: [...SERVER, "worker"],
  deno: [...SERVER, "worker"],
  workerd: ["module", "early success", "clock true"],
  chromium: ["module", "worker"],
};

let all: Place[] = [];
before(async () => void (all = await places(shopOf("smoke"))));
after(() => Promise.all(all.map((place) => place.stop())));

for (const name of NAMES) {
  test(`${name}: charges, payouts, webhooks, errors`, async () => {
    const place = all.find((one) => one.name === name) ?? assert.fail("it is not there");
    const said = await place.smoke();
    assert.deepEqual(Object.keys(said).sort(), [...(WAYS[name] ?? [])].sort());
    for (const [way, words] of Object.entries(said)) assert.deepEqual(words, / /.test(way) ? [] : SMOKE, way);
  });
}
