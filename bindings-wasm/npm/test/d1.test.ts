import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { InvalidInput } from "xaalis";
import { D1Journal } from "xaalis/d1";

let workers: Miniflare;

before(async () => {
  const made = await build({
    entryPoints: [new URL("./d1-worker.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd"],
    write: false,
    logLevel: "error",
  });
  workers = new Miniflare({ modules: true, script: made.outputFiles[0]?.text ?? "", d1Databases: ["DB"], compatibilityDate: "2025-06-01" });
});
after(() => workers.dispose());

async function asked(path: string, given: unknown = null): Promise<unknown> {
  const answer = await workers.dispatchFetch(`http://localhost${path}`, { method: "POST", body: JSON.stringify(given) });
  const said = (await answer.json()) as { told: unknown; failed?: string };
  assert.equal(said.failed, undefined);
  return said.told;
}

test("D1 keeps the contract", async () => {
  const file = JSON.parse(readFileSync(new URL("../../../tests/vectors/journal.json", import.meta.url), "utf8"));
  assert.equal(await asked("/contract", file), null);
});

test("of many at once one wins each sequence and each reference", async () => {
  const [outrun, taken] = ["outrun", "taken"].map((word) => Array.from({ length: 7 }, () => word));
  const each = [[...(outrun ?? []), "stored"], ["stored", ...(taken ?? [])]];
  assert.deepEqual(await asked("/races"), Array.from({ length: 10 }, () => each));
});

test("what is no database is refused, and a table that is missing is told", async () => {
  assert.throws(() => new D1Journal({} as never), InvalidInput);
  assert.match(String(await asked("/missing")), /no such table/);
});
