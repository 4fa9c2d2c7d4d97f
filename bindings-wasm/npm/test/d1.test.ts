import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { InvalidInput } from "xaalis";
import { D1Journal, D1Tally } from "xaalis/d1";
import { all } from "./relay-file.js";
import { NoWay } from "./relays.js";

/** Of an attack by several at once; each is a journey through D1's own process. */
const RUNS = 10;

let workers: Miniflare;

before(async () => {
  const wasm = new Set<string>();
  const made = await build({
    entryPoints: [new URL("./d1-worker.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd"],
    write: false,
    logLevel: "error",
    // A worker imports them compiled.
    plugins: [{
      name: "wasm",
      setup: ({ onResolve }) =>
        onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
          wasm.add(join(resolveDir, path));
          return { path: `./${basename(path)}`, external: true };
        }),
    }],
  });
  const script = made.outputFiles[0]?.text ?? "";
  const compiled = [...wasm].map((file) => ({ type: "CompiledWasm" as const, path: `/${basename(file)}`, contents: readFileSync(file) }));
  workers = new Miniflare({
    modulesRoot: "/",
    modules: [{ type: "ESModule", path: "/index.mjs", contents: script }, ...compiled],
    d1Databases: ["DB"],
    compatibilityDate: "2025-06-01",
  });
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

test("D1 counts and holds", async () => {
  assert.equal(await asked("/tally"), null);
});

test("no attack on a relay succeeds in workerd over D1", async () => {
  const noWay = await all(RUNS, async ({ settings, test, run }) => {
    if (await asked("/attack", { settings, attack: test, run })) throw new NoWay("not this way");
  });
  assert.deepEqual(noWay, ["rel-atk-120"], "an address with a host in it, which a server of `fetch` has shortened");
});

test("what is no database is refused, and a table that is missing is told", async () => {
  assert.throws(() => new D1Journal({} as never), InvalidInput);
  assert.throws(() => new D1Tally({} as never), InvalidInput);
  assert.match(String(await asked("/missing")), /no such table/);
});
