import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { InvalidInput, MemoryJournal, OperationBusy, Senfenico } from "xaalis";
import { type Pool, PostgresJournal } from "xaalis/postgres";
import { Sandbox } from "xaalis/sandbox";
import { caught } from "./caught.js";
import { Cluster } from "./cluster.js";
import { ROW, recordOf } from "./contract.js";
import { keepsTheContract } from "./contract-file.js";
import { CHARGE, CODE, COLLECT, KEY, shop } from "./shop.js";

let cluster: Cluster;
let pool: pg.Pool;

before(async () => {
  cluster = await Cluster.start();
  pool = new pg.Pool(cluster.config);
});
after(async () => {
  await pool.end();
  await cluster.stop();
});

test("memory keeps the contract", async () => {
  const journals = new Map<string, MemoryJournal>();
  await keepsTheContract((name) => {
    const journal = journals.get(name) ?? new MemoryJournal();
    journals.set(name, journal);
    return journal;
  });
});

test("PostgreSQL keeps the contract, whatever types and isolation the program set up", async () => {
  const plain = await table("contract");
  await keepsTheContract(async (name) => {
    if (!seen.has(name)) await pool.query("TRUNCATE contract");
    seen.add(name);
    return plain;
  });
  seen.clear();
  const types = { getTypeParser: () => (text: string) => `odd ${text}` } as unknown as pg.CustomTypesConfig;
  const odd = new pg.Pool({ ...cluster.config, types, options: "-c default_transaction_isolation=serializable -c synchronous_commit=off" });
  await keepsTheContract(async (name) => {
    if (!seen.has(name)) await pool.query("TRUNCATE contract");
    seen.add(name);
    return new PostgresJournal(odd, { table: "contract" });
  });
  await odd.end();
});
const seen = new Set<string>();

test("of many at once one wins each sequence and each reference", async () => {
  const journal = await table("races");
  const put = (op_id: string, sequence: number, reference: string | null = null) =>
    journal.put(recordOf({ ...ROW, op_id, sequence, reference }));
  for (let sequence = 1; sequence <= 20; sequence += 1) {
    const told = await Promise.all(Array.from({ length: 8 }, () => put("a", sequence)));
    assert.deepEqual(told.filter((kept) => kept === "stored").length, 1);
    assert(told.every((kept) => kept === "stored" || kept === "outrun"));
    const claims = await Promise.all(Array.from({ length: 8 }, (_, at) => put(`own-${at}-${sequence}`, 1, `ch_${sequence}`)));
    assert.deepEqual(claims.filter((kept) => kept === "stored").length, 1);
    assert(claims.every((kept) => kept !== "outrun"));
  }
});

test("on a connection that breaks a read is made again, and a record that may be kept is told as an error", async () => {
  await table("broken");
  const own = new pg.Pool({ ...cluster.config, application_name: "broken", max: 1 });
  own.on("error", () => {});
  let breaks = 0;
  let how: object = {};
  const breaking: Pool = {
    query: async (config) => {
      if (breaks > 0) {
        breaks -= 1;
        throw Object.assign(new Error("Connection terminated unexpectedly"), how);
      }
      return own.query(config);
    },
  };
  const journal = new PostgresJournal(breaking, { table: "broken" });
  const record = recordOf({ ...ROW, op_id: "a", sequence: 1 });
  breaks = 1;
  assert.match(String(await caught(journal.put(record))), /terminated/);
  assert.equal(await journal.put(record), "stored");
  breaks = 1;
  assert.equal((await journal.get("a"))?.sequence, 1);
  for (how of [
    ...["EPIPE", "ECONNRESET", "ETIMEDOUT", "ENOTCONN"].map((code) => ({ code, errno: -32, syscall: "write" })),
    ...["57P01", "57P03", "08006"].map((code) => ({ code, severity: "FATAL" })),
  ]) {
    breaks = 1;
    assert.equal((await journal.get("a"))?.sequence, 1, JSON.stringify(how));
  }
  for (how of [{ code: "42501", severity: "ERROR" }, { code: "53300", severity: "FATAL" }]) {
    breaks = 1;
    assert.match(String(await caught(journal.get("a"))), /terminated/, JSON.stringify(how));
    breaks = 0;
  }
  how = {};
  breaks = 2;
  assert.match(String(await caught(journal.get("a"))), /terminated/);
  await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken'");
  assert.equal((await journal.get("a"))?.sequence, 1);
  await own.end();
});

test("a table that is missing is told, and a name that is none is refused", async () => {
  const missing = new PostgresJournal(pool, { table: "nowhere" });
  assert.match(String(await caught(missing.get("a"))), /createTable\(\)/);
  for (const name of ["", "a b", "Records", "a;b", "x".repeat(52)]) {
    assert.throws(() => new PostgresJournal(pool, { table: name }), InvalidInput);
  }
  await pool.query("CREATE SCHEMA payments");
  const journal = await table("payments.records");
  assert.equal(await journal.put(recordOf({ ...ROW, op_id: "a", sequence: 1 })), "stored");
  assert.match(journal.schema, /payments_records_claims/);
  await journal.createTable();
});

test("processes that start together make the table together", async () => {
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: 6 }, () => table(`together${round}`)));
    const journal = new PostgresJournal(pool, { table: `together${round}` });
    assert.equal(await journal.put(recordOf({ ...ROW, op_id: "a", sequence: 1 })), "stored");
    const { rows } = await pool.query("SELECT count(*)::int AS many FROM pg_indexes WHERE tablename = $1", [`together${round}`]);
    assert.equal(rows[0].many, 4, "its key and three more");
  }
});

test("payments over PostgreSQL, from one process to another", async () => {
  const sandbox = new Sandbox();
  const [one, other] = [await table("shop"), new PostgresJournal(pool, { table: "shop" })];
  const first = new Senfenico({ apiKey: KEY, transport: sandbox, journal: one });
  const second = new Senfenico({ apiKey: KEY, transport: sandbox, journal: other });
  const payment = await first.begin("order-1", COLLECT);
  await payment.advance();
  const resumed = await second.resume("order-1");
  resumed.submitOtp(CODE);
  await resumed.run();
  payment.submitOtp(CODE);
  const error = await caught(payment.run());
  assert(error instanceof OperationBusy, String(error));
  const again = await first.collect("order-1", CHARGE);
  assert.equal(again.status, "success");
  assert.equal((await sandbox.payments()).length, 1);
});

test("no key, code or number stands in a record", async () => {
  const { senfenico, journal } = shop();
  await senfenico.collect("order-1", { ...CHARGE, phone: "76001234" }, { onPrompt: () => CODE });
  const text = JSON.stringify(journal.get("order-1"));
  for (const secret of [KEY, CODE, "76001234"]) assert(!text.includes(secret), secret);
  assert(text.includes("76••••34"));
  assert(Object.isFrozen(journal.get("order-1")));
});

async function table(name: string): Promise<PostgresJournal> {
  const journal = new PostgresJournal(pool, { table: name });
  await journal.createTable();
  return journal;
}

