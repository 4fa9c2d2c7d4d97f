/** Two pages of one order are loaded at once, and two processes that share PostgreSQL are asked by them. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Interface, createInterface } from "node:readline";
import { test } from "node:test";
import pg from "pg";
import { PostgresJournal, PostgresTally } from "xaalis/postgres";
import { Sandbox } from "xaalis/sandbox";
import { Cluster } from "./cluster.js";
import { ofMany, tallies } from "./tally-contract.js";

// In Nodes beside the first one fewer: it is PostgreSQL that decides.
const ORDERS = Number(process.env.XAALIS_TABS ?? 1_000);
/** No faster than a whole shop may ask: each tab counts while it begins. */
const EACH_MS = 1_500;

interface Worker {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

test("two tabs, two workers, one charge for each order", async (context) => {
  const cluster = await Cluster.start();
  const open: (() => unknown)[] = [() => cluster.stop()];
  context.after(async () => {
    for (const close of open.reverse()) await close();
  });
  const pool = new pg.Pool(cluster.config);
  const tally = new PostgresTally(pool);
  await Promise.all([new PostgresJournal(pool).createTable(), tally.createTable(), new PostgresTally(pool).createTable()]);
  await tallies(tally);
  await ofMany([tally, new PostgresTally(pool)]);
  const strict = new pg.Pool({ ...cluster.config, options: "-c default_transaction_isolation=serializable" });
  await pool.query("TRUNCATE xaalis_tally");
  await tallies(new PostgresTally(strict));
  await Promise.all([pool.end(), strict.end()]);
  const sandbox = new Sandbox();
  const server = createServer((request, response) => {
    const parts: Uint8Array[] = [];
    request.on("data", (part) => parts.push(part)).on("end", async () => {
      const { method = "", url = "" } = request;
      const body = method === "POST" ? Buffer.concat(parts) : null;
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const answer = await sandbox.fetch(new Request(`http://localhost${url}`, { method, headers, body }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told = JSON.stringify({ url, config: cluster.config });
  const workers = [1, 2].map((): Worker => {
    const child = spawn(process.execPath, ["--import", "tsx", new URL("./relay-worker.ts", import.meta.url).pathname, told], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines: Interface = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
    return { child, lines: lines[Symbol.asyncIterator]() };
  });
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  open.push(() => Promise.all(workers.map(({ child }) => (child.stdin?.end(), once(child, "exit")))));
  for (const { lines } of workers) assert.equal((await lines.next()).value, "ready");
  const said = new Map<string, number>();
  for (let number = 0; number < ORDERS; number += 1) {
    for (const { child } of workers) child.stdin?.write(`[${number}, ${1_767_598_765_000 + number * EACH_MS}]\n`);
    const answers = await Promise.all(workers.map(async ({ lines }) => JSON.parse((await lines.next()).value) as [number, string, string]));
    answers.forEach((answer) => said.set(String(answer), (said.get(String(answer)) ?? 0) + 1));
    assert(answers.some(([status]) => status === 200), JSON.stringify([number, answers]));
    assert(answers.every(([status]) => [200, 409, 503].includes(status)), JSON.stringify(answers));
  }
  context.diagnostic(JSON.stringify([...said]));
  const charges = (await sandbox.payments()).map(({ amount }) => amount).sort((one, other) => one - other);
  assert.deepEqual(charges, Array.from({ length: ORDERS }, (_, number) => 100 + number));
});
