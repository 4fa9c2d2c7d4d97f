/** What may not happen: paid twice, given twice, believed without proof, told to strangers. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DexchangeWebhooks, SenfenicoWebhooks } from "xaalis/webhooks";
import { appOf } from "../src/app.js";
import { configOf } from "../src/config.js";
import { opIdOf } from "../src/orders.js";
import { CODE, SECRETS, Shop } from "./shop.js";

let shop: Shop;
before(async () => {
  // No webhook of the vendor's own: each test sends what it is about.
  shop = await Shop.open({ webhookUrl: "http://127.0.0.1:9/", payerAutoConfirms: false, checkoutPaysItselfMs: undefined });
});
after(async () => {
  await shop.close();
  assert.deepEqual(shop.logs.filter((line) => SECRETS.test(line)), []);
});

const idOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const given = (path: string) => shop.logs.filter((line) => line === `paid: ${opIdOf({ kind: "goods", id: idOf(path) }, 1)}`).length;
const times = (count: number, ask: () => Promise<{ status: number }>) => Promise.all(Array.from({ length: count }, ask));

test("pressed many times at once, an order is one order, one charge and one delivery", async () => {
  const before = (await shop.made("charge")).length;
  const id = crypto.randomUUID();
  const path = `/orders/${id}`;
  for (const { status } of await times(5, () => shop.ask("/orders", { id, product: "soap" }))) assert.equal(status, 200);
  for (const { status } of await times(5, () => shop.ask(`${path}/pay`, { attempt: "1", phone: "76000011" }))) assert.equal(status, 200);
  // Two pages, two numbers; and a page that offers the next payment before the first has ended.
  for (const { status } of await times(2, () => shop.ask(`${path}/pay`, { attempt: "1", phone: "76000012" }))) assert.equal(status, 200);
  for (const { status } of await times(2, () => shop.ask(`${path}/pay`, { attempt: "2", phone: "76000013" }))) assert.equal(status, 200);
  assert.equal((await shop.made("charge")).length, before + 1);
  for (const { status } of await times(5, () => shop.ask(`${path}/code`, { code: CODE }))) assert.equal(status, 200);
  await shop.until(path, /Payé/);
  assert.equal(given(path), 1);
  // Paid is paid, whatever comes after.
  await shop.ask(`${path}/pay`, { attempt: "2", phone: "76000014" });
  await shop.ask(`${path}/checkout`, { attempt: "2" });
  assert.equal((await shop.made("charge")).length, before + 1);
  assert.equal((await shop.made("checkout")).length, 0);
});

async function waiting(phone: string): Promise<{ path: string; reference: string }> {
  const path = await shop.order();
  await shop.ask(`${path}/pay`, { attempt: "1", phone });
  const record = await shop.storage.journal.get(opIdOf({ kind: "goods", id: idOf(path) }, 1));
  return { path, reference: record?.reference ?? assert.fail("no reference") };
}

async function hook(body: string, headers: Record<string, string>, path = "/webhooks/senfenico"): Promise<number> {
  return (await fetch(shop.url + path, { method: "POST", body, headers })).status;
}

test("a webhook that is forged changes nothing, and one that is genuine is not believed either", async () => {
  const { path, reference } = await waiting("76009905");
  const body = JSON.stringify({ event: "charge.success", data: { reference, status: "success", amount: 1_000 } });
  const forged = await SenfenicoWebhooks.sign(body, "another_key");
  assert.equal(await hook(body, { "x-webhook-hash": forged }), 400);
  assert.equal(await hook(body, {}), 400);
  assert.equal(await hook(`${body} `, { "x-webhook-hash": await SenfenicoWebhooks.sign(body, "whk_sandbox") }), 400, "the raw bytes");
  // Rightly signed, and wrong: the vendor is asked, who says that it waits.
  assert.equal(await hook(body, { "x-webhook-hash": await SenfenicoWebhooks.sign(body, "whk_sandbox") }), 200);
  assert.match((await shop.ask(path)).text, /Confirmez sur votre téléphone/);
  assert.equal(given(path), 0);
});

test("a webhook finds its payment, and replayed it gives nothing a second time", async () => {
  const { path, reference } = await waiting("76019905");
  await shop.vendor.sandbox.payerConfirms(reference);
  const body = JSON.stringify({ event: "charge.success", data: { reference, status: "success", amount: 1_000 } });
  const headers = { "x-webhook-hash": await SenfenicoWebhooks.sign(body, "whk_sandbox") };
  for (const status of (await times(4, async () => ({ status: await hook(body, headers) }))).map(({ status }) => status)) {
    // Beside another that is at it, it is asked for again.
    assert([200, 500].includes(status), String(status));
  }
  assert.equal(await hook(body, headers), 200);
  assert.match((await shop.ask(path)).text, /Payé/);
  assert.equal(given(path), 1);
});

test("a webhook about a payment that nobody knows is taken, and nothing comes of it", async () => {
  const body = JSON.stringify({ event: "charge.success", data: { reference: "ch_of_another_shop", status: "success", amount: 5 } });
  assert.equal(await hook(body, { "x-webhook-hash": await SenfenicoWebhooks.sign(body, "whk_sandbox") }), 200);
  assert(shop.logs.includes("a webhook about no payment of this shop"));
  const large = "x".repeat(70_000);
  assert.equal(await hook(large, { "x-webhook-hash": await SenfenicoWebhooks.sign(large, "whk_sandbox") }), 413);
});

test("a callback of DEXCHANGE is believed under its own address alone", async () => {
  const id = crypto.randomUUID();
  const found = await shop.ask("/bills", { id, service: "WOYOFAL_SN_BILL", customer: "07061270878", amount: "1000" });
  const agreed = /name="agreed" value="([^"]*)"/.exec(found.html)?.[1] ?? "";
  await shop.ask(`/bills/${id}/pay`, { attempt: "1", agreed });
  const opId = opIdOf({ kind: "bill", id }, 1);
  const { apiKey: _, callbackSecret } = configOf(shop.environment).dexchange;
  const address = await new DexchangeWebhooks(callbackSecret).callbackUrl("/webhooks/dexchange", opId).catch(() => null);
  const base = address ?? (await new DexchangeWebhooks(callbackSecret).callbackUrl(`${shop.url}/webhooks/dexchange`, opId));
  const body = JSON.stringify({ id: "TID1", transactionType: "BILL", AMOUNT: 1_000, FEE: 10, externalTransactionId: opId, STATUS: "SUCCESS" });
  assert.equal(await hook(body, {}, `/webhooks/dexchange/${opId}/guessed`), 400);
  assert.equal(await hook(body, {}, new URL(base, shop.url).pathname), 200);
  assert.doesNotMatch((await shop.ask(`/bills/${id}`)).text, /Payé/, "the vendor says that it is on its way");
});

test("no form of another site is taken, and nothing listens to links", async () => {
  const path = await shop.order();
  const before = (await shop.made("charge")).length;
  for (const at of ["pay", "checkout", "code", "give-up"]) {
    const body = new URLSearchParams({ attempt: "1", phone: "76000015" });
    const answered = await fetch(`${shop.url}${path}/${at}`, { method: "POST", body, headers: { origin: "https://pages.example" } });
    assert.equal(answered.status, 403, at);
    assert.equal((await shop.ask(`${path}/${at}?attempt=1&phone=76000015`)).status, 404, at);
  }
  assert.equal((await shop.made("charge")).length, before);
});

test("what is typed is text, and addresses of nobody are not found", async () => {
  const path = await shop.order();
  const page = await shop.ask(`${path}/pay`, { attempt: "1", phone: `"><script>alert(1)</script>` });
  assert.equal(page.status, 422);
  assert.doesNotMatch(page.html, /<script>alert/);
  assert.equal((await shop.ask(`/orders/${crypto.randomUUID()}/pay`, { attempt: "1", phone: "76000016" })).status, 404);
  assert.equal((await shop.ask(path.replace("orders", "bills"))).status, 404);
  for (const attempt of ["0", "-1", "3", "99999", "x"]) await shop.ask(`${path}/pay`, { attempt, phone: "76000016" });
  assert.equal((await shop.storage.orders.get(idOf(path)))?.attempt, 1, "the number of the wrong phone, and no other");
});

test("a phone is not asked for ever, and a code not guessed", async () => {
  const statuses: number[] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const path = await shop.order();
    statuses.push((await shop.ask(`${path}/pay`, { attempt: "1", phone: "+226 76000017" })).status);
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 429, 429]);
  const { path } = await waiting("76000018");
  const guesses: number[] = [];
  for (let tries = 0; tries < 9; tries += 1) guesses.push((await shop.ask(`${path}/code`, { code: `99999${tries}` })).status);
  assert.deepEqual([guesses[7], guesses[8]], [200, 429]);
});

test("the worker finds what nobody asked for, and what a dead process did not tell", async () => {
  const { path, reference } = await waiting("76029905");
  await shop.vendor.sandbox.payerConfirms(reference);
  const end = Date.now() + 15_000;
  while ((await shop.storage.orders.get(idOf(path)))?.paidBy == null) {
    assert(Date.now() < end, "the worker has not found it");
    await shop.payments.lookAgain();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(given(path), 1);
  // The payment is closed in the journal, and the order was not told: as a kill between the two leaves it.
  const other = await waiting("76039905");
  await shop.vendor.sandbox.payerConfirms(other.reference);
  const { journal } = shop.storage;
  const { ended } = journal;
  delete journal.ended;
  const payment = await shop.payments.senfenico.resume(opIdOf({ kind: "goods", id: idOf(other.path) }, 1));
  assert.equal((await payment.advance({ waitMs: 5_000 })).kind, "done");
  if (ended !== undefined) journal.ended = ended;
  assert.equal(given(other.path), 0);
  await shop.payments.lookAgain();
  assert.equal(given(other.path), 1);
});

test("without keys of their own nobody is asked but the sandbox; with them the counter wants a password", async () => {
  assert.throws(() => configOf({ SENFENICO_KEY: "sk_test_mine" }), /COUNTER_PASSWORD is not set/);
  const config = { ...configOf(shop.environment), counterPassword: "a long one" };
  const app = appOf(config, shop.storage, shop.payments);
  for (const path of ["/bills", `/bills/${crypto.randomUUID()}`]) assert.equal((await app.request(path)).status, 401);
  const authorization = `Basic ${Buffer.from("counter:a long one").toString("base64")}`;
  assert.equal((await app.request("/bills", { headers: { authorization } })).status, 200);
  assert.equal((await app.request("/")).status, 200);
});
