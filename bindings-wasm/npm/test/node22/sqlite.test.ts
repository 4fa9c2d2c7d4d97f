import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { type Charge, InvalidInput, Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { SqliteJournal } from "xaalis/sqlite";
import { caught } from "../caught.js";
import { ROW, recordOf } from "../contract.js";
import { keepsTheContract } from "../contract-file.js";
import { CODE, COLLECT, KEY } from "../shop.js";

const folder = mkdtempSync(join(tmpdir(), "xaalis-js-"));
after(() => rmSync(folder, { recursive: true }));

test("SQLite keeps the contract", async () => {
  await keepsTheContract((name) => new SqliteJournal(join(folder, name)));
});

test("the file is its owner's alone, and a link is refused", async () => {
  const path = join(folder, "own.db");
  const journal = new SqliteJournal(path);
  await journal.put(recordOf({ ...ROW, op_id: "a", sequence: 1 }));
  for (const side of ["", "-wal", "-shm"]) assert.equal(statSync(path + side).mode & 0o777, 0o600, side);
  journal.close();
  symlinkSync(path, join(folder, "link.db"));
  for (const wrong of [join(folder, "link.db"), "", ":memory:", 7 as unknown as string]) {
    assert.throws(() => new SqliteJournal(wrong), InvalidInput);
  }
  const theirs = join(folder, "theirs.db");
  writeFileSync(theirs, "");
  chmodSync(theirs, 0o640);
  new SqliteJournal(theirs).close();
  assert.equal(statSync(theirs).mode & 0o777, 0o640, "one that is there keeps its mode");
});

test("one that is locked is waited for, while other things go on", async () => {
  const path = join(folder, "locked.db");
  const journal = new SqliteJournal(path, { timeoutMs: 5_000 });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 5);
  const putting = journal.put(recordOf({ ...ROW, op_id: "a", sequence: 1 }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  other.exec("COMMIT");
  assert.equal(await putting, "stored");
  clearInterval(ticking);
  assert(ticks > 5);
  other.exec("BEGIN IMMEDIATE");
  const hasty = new SqliteJournal(join(folder, "locked2.db"), { timeoutMs: 50 });
  const blocker = new DatabaseSync(join(folder, "locked2.db"));
  blocker.exec("BEGIN IMMEDIATE");
  assert.match(String(await caught(hasty.put(recordOf({ ...ROW, op_id: "a", sequence: 1 })))), /locked/);
  blocker.exec("ROLLBACK");
  assert.equal(await hasty.put(recordOf({ ...ROW, op_id: "a", sequence: 1 })), "stored");
});

test("of two processes one wins each sequence and each reference", async () => {
  const path = join(folder, "races.db");
  const journal = new SqliteJournal(path);
  const racer = new URL("./racer.ts", import.meta.url).pathname;
  const children = ["a", "b"].map((name) => spawn(process.execPath, ["--import", "tsx", racer, path, name], { stdio: ["pipe", "pipe", "inherit"] }));
  const said: string[] = [];
  await Promise.all(
    children.map(async (child) => {
      const ended = once(child, "exit");
      for await (const line of createInterface({ input: child.stdout })) {
        if (line === "ready") child.stdin.end("go\n");
        else said.push(line);
      }
      assert.equal((await ended)[0], 0);
    }),
  );
  for (let sequence = 1; sequence <= 30; sequence += 1) {
    assert.equal(said.filter((line) => line === `op ${sequence} stored`).length, 1);
    assert.deepEqual(said.filter((line) => line.startsWith(`ref ${sequence} `)).sort(), [`ref ${sequence} stored`, `ref ${sequence} taken`]);
  }
  assert.equal((await journal.get("op"))?.sequence, 30);
});

test("payments over SQLite outlive the process", async () => {
  const path = join(folder, "shop.db");
  const sandbox = new Sandbox();
  const first = new SqliteJournal(path);
  const payment = await new Senfenico({ apiKey: KEY, transport: sandbox, journal: first }).begin("order-1", COLLECT);
  await payment.advance();
  first.close();
  const senfenico = new Senfenico({ apiKey: KEY, transport: sandbox, journal: new SqliteJournal(path) });
  assert.deepEqual((await senfenico.unfinished()).map(({ opId }) => opId), ["order-1"]);
  const resumed = await senfenico.resume<Charge>("order-1");
  resumed.submitOtp(CODE);
  assert.equal((await resumed.run()).status, "success");
});
