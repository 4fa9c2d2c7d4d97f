import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Miniflare } from "miniflare";
import { InvalidInput } from "xaalis";
import { type D1, D1Journal } from "xaalis/d1";
import { caught } from "./caught.js";
import { recordOf } from "./contract.js";
import { keepsTheContract } from "./contract-file.js";

/** D1 as workerd has it. */
let workers: Miniflare;
let database: D1;

before(async () => {
  workers = new Miniflare({ modules: true, script: "export default {}", d1Databases: ["DB"] });
  database = (await workers.getD1Database("DB")) as unknown as D1;
});
after(() => workers.dispose());

test("D1 keeps the contract", async () => {
  const journal = new D1Journal(database);
  await journal.createTable();
  await journal.createTable();
  const seen = new Set<string>();
  await keepsTheContract(async (name) => {
    if (!seen.has(name)) await database.prepare("DELETE FROM xaalis_records").all();
    seen.add(name);
    return new D1Journal(database);
  });
});

test("of many at once one wins each sequence and each reference", async () => {
  await database.prepare("DELETE FROM xaalis_records").all();
  const journal = new D1Journal(database);
  const put = (op_id: string, sequence: number, reference: string | null = null) =>
    journal.put(recordOf({ ...ROW, op_id, sequence, reference }));
  for (let sequence = 1; sequence <= 10; sequence += 1) {
    const told = await Promise.all(Array.from({ length: 8 }, () => put("a", sequence)));
    assert.deepEqual(told.sort(), [...Array.from({ length: 7 }, () => "outrun"), "stored"]);
    const claims = await Promise.all(Array.from({ length: 8 }, (_, at) => put(`own-${at}-${sequence}`, 1, `ch_${sequence}`)));
    assert.deepEqual(claims.sort(), ["stored", ...Array.from({ length: 7 }, () => "taken")]);
  }
});

test("what is no database is refused, and a table that is missing is told", async () => {
  assert.throws(() => new D1Journal({} as never), InvalidInput);
  await database.prepare("DROP TABLE xaalis_records").all();
  assert.match(String(await caught(new D1Journal(database).get("a"))), /no such table/);
});

const ROW = {
  version: 2,
  vendor: "senfenico",
  mode: "test",
  operation: "collect",
  stage: "open",
  reference: null,
  our_reference: null,
  state: "{}",
};
