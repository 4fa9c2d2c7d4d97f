import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import express from "express";
import { type Charge, Dexchange, InvalidInput, type Notice, type Payment, PaymentError } from "xaalis";
import { type Delivery } from "xaalis/sandbox";
import {
  DexchangeWebhooks,
  type HandlerOptions,
  SenfenicoWebhooks,
  WebhookError,
  expressWebhook,
  webhookHandler,
} from "xaalis/webhooks";
import { caught } from "./caught.js";
import { CHARGE, type Shop, shop } from "./shop.js";

const KEY = "whk_test_1";
const SECRET = "0123456789abcdef-secret";
const BODY = JSON.stringify({
  event: "charge.success",
  data: { reference: "ch_1", status: "success", amount: 1_000, live_mode: false },
});

test("a genuine webhook is read, as text or bytes", async () => {
  const hooks = new SenfenicoWebhooks("whk_old", KEY);
  const signature = await SenfenicoWebhooks.sign(BODY, KEY);
  const bytes = new TextEncoder().encode(BODY);
  for (const raw of [BODY, bytes, Buffer.from(BODY), bytes.buffer]) {
    const notice = await hooks.read(raw, signature);
    assert.deepEqual([notice.event, notice.reference, notice.amount], ["charge.success", "ch_1", 1_000]);
    assert.match(notice.dedupe, /^[0-9a-f]{64}$/);
  }
  for (const wrong of ["", null, undefined, "00", signature.replace(/^./, "x"), "\ud800"]) {
    const error = await caught(hooks.read(BODY, wrong));
    assert(error instanceof WebhookError && error instanceof PaymentError, String(error));
  }
  assert(await caught(hooks.read(`${BODY} `, signature)) instanceof WebhookError);
  assert(await caught(new SenfenicoWebhooks("whk_other").read(BODY, signature)) instanceof WebhookError);
});

test("a body that was parsed is refused by name", async () => {
  const hooks = new SenfenicoWebhooks(KEY);
  for (const raw of [JSON.parse(BODY), [], null, undefined, 7, Promise.resolve(BODY)]) {
    const error = await caught(hooks.read(raw as never, "x"));
    assert(error instanceof InvalidInput && error.field === "raw", String(error));
    assert.match(error.allowed, /bytes, or the text, as they came/);
  }
  assert(await caught(hooks.read(BODY, 7 as never)) instanceof InvalidInput);
  assert.throws(() => new SenfenicoWebhooks(7 as never), InvalidInput);
  assert(await caught(new SenfenicoWebhooks().read(BODY, "x")) instanceof InvalidInput);
});

test("each of DEXCHANGE's payments has an address of its own", async () => {
  const hooks = new DexchangeWebhooks(SECRET);
  const url = await hooks.callbackUrl("https://shop.example/dx", "INV-1");
  const [id = "", token = ""] = url.split("/").slice(-2);
  for (const [ours, proof] of [["INV-2", token], ["INV-1", `${token}0`], ["INV-1", ""]] as const) {
    assert(await caught(hooks.read("{}", ours, proof)) instanceof WebhookError);
  }
  assert.equal(id, "INV-1");
  assert(await caught(hooks.callbackUrl("http://shop.example", "INV-1")) instanceof InvalidInput);
  assert.equal(typeof (await hooks.customData("INV-1", { service: "WOYOFAL_SN_BILL", customer: "210278816", amount: 500 })), "string");
  assert(await caught(hooks.customData("INV-1", { service: "W", customer: "2", amount: 0.5 })) instanceof InvalidInput);
  assert(await caught(DexchangeWebhooks.verifyHmac(BODY, "00", SECRET)) instanceof WebhookError);
});

/** A payment that was confirmed on the phone, and the webhook that tells of it. */
async function told(): Promise<Shop & { delivery: Delivery }> {
  const made = shop({ webhookUrl: "http://127.0.0.1/webhooks", webhookKey: KEY });
  const payment = await made.senfenico.begin("order-1", { kind: "collect", charge: { ...CHARGE, phone: "76009905" } });
  await payment.advance();
  await made.sandbox.passTime(60_000);
  const [delivery] = await made.sandbox.deliveries();
  assert(delivery !== undefined);
  return { ...made, delivery };
}

function posted(delivery: Delivery, body: string | Uint8Array<ArrayBuffer> = delivery.body): RequestInit {
  return { method: "POST", body, headers: delivery.headers.map(({ name, value }): [string, string] => [name, value]) };
}

test("a handler of Requests settles the payment", async () => {
  const { senfenico, delivery } = await told();
  const seen: string[] = [];
  const handle = webhookHandler({
    webhooks: new SenfenicoWebhooks(KEY),
    client: senfenico,
    onNotice: (notice, payment) => {
      const settled = payment?.outcome != null && "kind" in payment.outcome ? payment.outcome.kind : "open";
      seen.push(`${notice.event} ${payment?.opId} ${settled}`);
    },
  });
  const url = "http://127.0.0.1/webhooks";
  assert.equal((await handle(new Request(url, posted(delivery)))).status, 200);
  assert.deepEqual(seen, ["charge.success order-1 settled"]);
  assert.equal((await (await senfenico.resume<Charge>("order-1")).run()).status, "success");
  assert.equal((await handle(new Request(url, posted(delivery)))).status, 200, "told again");
  assert.equal((await handle(new Request(url, posted(delivery, `${delivery.body} `)))).status, 400);
  assert.equal((await handle(new Request(url, { method: "POST" }))).status, 400);
  assert.equal((await handle(new Request(url))).status, 405);
  assert.equal((await handle(new Request(url, posted(delivery, "x".repeat(70_000))))).status, 413);
});

test("a handler of DEXCHANGE's callbacks reads the address", async () => {
  const { dexchange, sandbox } = shop({ topUpMs: 60_000 });
  const webhooks = new DexchangeWebhooks(SECRET);
  const callbackUrl = await webhooks.callbackUrl("https://shop.example/dx", "INV-1");
  const payment = { service: "WOYOFAL_SN_BILL", customer: "07061270879", amount: 1_000, externalTransactionId: "INV-1", callbackUrl };
  await (await dexchange.begin("bill-1", { kind: "pay_bill", payment })).advance();
  await sandbox.passTime(120_000);
  const [delivery] = await sandbox.deliveries();
  assert(delivery !== undefined && delivery.url === callbackUrl);
  const seen: (string | undefined)[] = [];
  const handle = webhookHandler({ webhooks, client: dexchange, onNotice: (_, found) => void seen.push(found?.opId) });
  assert.equal((await handle(new Request(delivery.url, posted(delivery)))).status, 200);
  assert.deepEqual(seen, ["bill-1"]);
  assert.equal((await handle(new Request(`${delivery.url}0`, posted(delivery)))).status, 400);
});

test("a handler that fails is sent to again", async (context) => {
  const { delivery } = await told();
  const logged = context.mock.method(console, "error", () => {});
  const failing: HandlerOptions = {
    webhooks: new SenfenicoWebhooks(KEY),
    onNotice: () => {
      throw new Error("the database is away");
    },
  };
  assert.equal((await webhookHandler(failing)(new Request("http://127.0.0.1/", posted(delivery)))).status, 500);
  assert.equal(logged.mock.callCount(), 1);
  assert.throws(() => webhookHandler({ webhooks: KEY as never }), InvalidInput);
  assert.throws(() => webhookHandler({ webhooks: new SenfenicoWebhooks(KEY), client: {} as never }), InvalidInput);
});

test("a payment that nobody knows is answered 200, and told", async () => {
  const { sandbox, dexchange } = shop();
  assert(dexchange instanceof Dexchange && sandbox.isLocal);
  const seen: (Payment<unknown> | null)[] = [];
  const handle = webhookHandler({
    webhooks: new SenfenicoWebhooks(KEY),
    client: shop().senfenico,
    onNotice: (_, payment) => void seen.push(payment),
  });
  const signature = await SenfenicoWebhooks.sign(BODY, KEY);
  const request = new Request("http://127.0.0.1/", { method: "POST", body: BODY, headers: { "x-webhook-hash": signature } });
  assert.equal((await handle(request)).status, 200);
  assert.deepEqual(seen, [null]);
});

async function listening(context: TestContext, before: express.RequestHandler[], options: HandlerOptions): Promise<{ url: string; errors: unknown[] }> {
  const [app, errors] = [express(), [] as unknown[]];
  app.all("/webhooks", ...before, expressWebhook(options));
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    errors.push(error);
    response.status(500).end();
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks?a=1`, errors };
}

for (const [name, before] of Object.entries({ nothing: [], raw: [express.raw({ type: "*/*" })], text: [express.text({ type: "*/*" })] })) {
  test(`Express takes a handler after ${name}`, async (context) => {
    const { senfenico, delivery } = await told();
    const { url, errors } = await listening(context, before, { webhooks: new SenfenicoWebhooks(KEY), client: senfenico });
    assert.equal((await fetch(url, posted(delivery))).status, 200);
    assert.equal((await (await senfenico.resume<Charge>("order-1")).run()).status, "success");
    assert.equal((await fetch(url, posted(delivery, "{}"))).status, 400);
    assert.equal((await fetch(url)).status, 405);
    assert.equal((await fetch(url, posted(delivery, "x".repeat(70_000)))).status, 413);
    assert.deepEqual(errors, []);
  });
}

test("Express after its JSON parser is told what is wrong", async (context) => {
  const { delivery } = await told();
  const { url, errors } = await listening(context, [express.json({ type: "*/*" })], { webhooks: new SenfenicoWebhooks(KEY) });
  assert.equal((await fetch(url, posted(delivery))).status, 500);
  const [error] = errors;
  assert(error instanceof InvalidInput && error.field === "request.body");
});
