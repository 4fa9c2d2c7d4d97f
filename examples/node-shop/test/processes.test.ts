/** Several processes of one shop, real kills between them, and what each says when it starts. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CODE, Process, SECRETS, Shop, freePort } from "./shop.js";

let shop: Shop;
const processes: Process[] = [];
before(async () => {
  shop = await Shop.open();
});
after(async () => {
  for (const process of processes) await process.kill();
  await shop.close();
  for (const { said } of processes) assert.doesNotMatch(said.replaceAll(/code 123456/g, ""), SECRETS);
});

/** Another process of the shop; where it listens. */
async function another(environment: Record<string, string> = shop.environment): Promise<{ process: Process; url: string; said: string }> {
  const port = String(await freePort());
  const process = Process.run("src/server.ts", [], { ...environment, PORT: port, LOOK_EVERY_MS: "300" });
  processes.push(process);
  const said = await process.until(/^shop: /m);
  return { process, url: `http://127.0.0.1:${port}`, said };
}

test("the code goes to a second process, after the first was killed; a third sees it paid", async () => {
  const [first, second] = await Promise.all([another(), another()]);
  assert.match(first.said, /journal and orders: PostgreSQL \(DATABASE_URL\)/);
  const id = crypto.randomUUID();
  const path = `/orders/${id}`;
  await shop.ask("/orders", { id, product: "honey" }, { at: first.url });
  const asked = await shop.ask(`${path}/pay`, { attempt: "1", phone: "76000021" }, { at: first.url });
  assert.match(asked.text, /Donnez votre code/);
  await first.process.kill("SIGKILL");
  assert.match((await shop.ask(path, undefined, { at: second.url })).text, /Donnez votre code.*Composez \*144\*4\*6\*4500#/);
  assert.match((await shop.ask(`${path}/code`, { code: CODE }, { at: second.url })).text, /Payé/);
  assert.match((await shop.ask(path)).text, /Payé/);
  assert.deepEqual((await shop.made("charge")).map(({ status, amount }) => [status, amount]), [["success", 4_500]]);
  assert.equal(await second.process.kill("SIGTERM"), 0, "ends when it is told to");
});

test("killed while the vendor was asked, another process finds a payment to wait for, and asks for none", async () => {
  const first = await another();
  const before = (await shop.made("charge")).length;
  const id = crypto.randomUUID();
  await shop.ask("/orders", { id, product: "soap" }, { at: first.url });
  // Its answer is on the way back when the process dies.
  const lost = shop.ask(`/orders/${id}/pay`, { attempt: "1", phone: "76000022" }, { at: first.url }).catch(() => null);
  while ((await shop.made("charge")).length === before) await new Promise((resolve) => setTimeout(resolve, 1));
  await first.process.kill("SIGKILL");
  await lost;
  for (const attempt of ["1", "2"]) await shop.ask(`/orders/${id}/pay`, { attempt, phone: "76000022" });
  assert.doesNotMatch((await shop.ask(`/orders/${id}`)).html, /name="phone"/);
  assert.equal((await shop.made("charge")).length, before + 1);
});

test("says what is in its way", async () => {
  const wrong = Process.run("src/server.ts", [], { ...shop.environment, PORT: "web" });
  processes.push(wrong);
  assert.equal(await wrong.ended, 1);
  assert.match(wrong.said, /^the shop does not start: PORT: not a whole number/);
});

test("with no database it says so, and takes nobody's money with a journal that forgets", async () => {
  const folder = mkdtempSync(join(tmpdir(), "xaalis-shop-"));
  const none = { SQLITE_FILE: join(folder, "shop.sqlite"), SANDBOX_PORT: shop.environment["SANDBOX_PORT"] ?? "" };
  const hasSqlite = await import("node:sqlite").then(() => true, () => false);
  const { said, url } = await another(none);
  assert.match(said, hasSqlite ? /journal and orders: SQLite \(/ : /journal and orders: memory, which forgets/);
  const id = crypto.randomUUID();
  await shop.ask("/orders", { id, product: "soap" }, { at: url });
  await shop.ask(`/orders/${id}/pay`, { attempt: "1", phone: "76000023" }, { at: url });
  assert.match((await shop.ask(`/orders/${id}/code`, { code: CODE }, { at: url })).text, /Payé/);
  const keys = {
    SENFENICO_KEY: "sk_test_x", SENFENICO_WEBHOOK_KEY: "w", DEXCHANGE_KEY: "k", DEXCHANGE_CALLBACK_SECRET: "sixteen characters or more",
    COUNTER_PASSWORD: "p", PUBLIC_URL: "http://127.0.0.1:1", STORAGE: "memory",
  };
  const real = Process.run("src/server.ts", [], keys);
  processes.push(real);
  assert.equal(await real.ended, 1);
  assert.match(real.said, /real payments need a journal that keeps them: set DATABASE_URL/);
  rmSync(folder, { recursive: true, force: true });
});
