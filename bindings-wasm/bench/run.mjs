// `run.mjs --out FILE --named WASM [--quick] [--only PART]`: measures everything, shows each row as it comes, and writes them. Started by
// `cargo xtask bench wasm`, which has put the package into `node_modules`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { calls } from "./calls.mjs";
import { cold } from "./cold.mjs";
import { holds } from "./holds.mjs";
import { lists } from "./lists.mjs";
import { started } from "./processes.mjs";
import { sizes } from "./sizes.mjs";
import { threads } from "./threads.mjs";

const text = { type: "string" };
const { values } = parseArgs({ options: { out: text, named: text, only: text, quick: { type: "boolean" } } });
const effort = values.quick ? { rounds: 9, ms: 150, starts: 4 } : { rounds: 41, ms: 400, starts: 11 };

const vendor = await started("vendor.mjs");
const parts = {
  sizes,
  holds: () => (values.named === undefined ? [] : holds(values.named)),
  calls: () => calls(vendor.first, effort),
  lists: () => lists(effort),
  cold: () => cold(effort),
  threads: () => threads(vendor.first, effort),
};
const rows = [];
for (const [name, measure] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (const one of await measure()) {
    rows.push(one);
    console.error(`${one.measure}: ${one.ours.toFixed(1)}${one.peer === null ? "" : `, ${one.peer}: ${one.peer_value.toFixed(1)}`}`);
  }
}
vendor.stop();
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(rows));
