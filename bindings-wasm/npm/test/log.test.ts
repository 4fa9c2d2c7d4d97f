/** What a logger hears of payments: enough to find one by, and nothing about people. As Python's `test_log.py`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientOptions, InvalidInput, type Logger, Senfenico } from "xaalis";
import { SenfenicoWebhooks, webhookHandler } from "xaalis/webhooks";
import { caught } from "./caught.js";
import { Loopback, reply } from "./loopback.js";
import { CHARGE, KEY, shop } from "./shop.js";

const SECRETS = ["sk_test", "dx_test", "123456", "76000000", "76 00 00 00", "07061270877", "70000001", "210278817"];

function heard() {
  const lines = { debug: [] as string[], info: [] as string[], warn: [] as string[] };
  const logger: Logger = {
    debug: (line) => lines.debug.push(line),
    info: (line) => lines.info.push(line),
    warn: (line) => lines.warn.push(line),
  };
  return { lines, logger };
}

test("a payment in lines", async () => {
  const { lines, logger } = heard();
  const { senfenico, sandbox } = shop({}, { logger });
  const codes = ["000000", "123456"];
  await senfenico.collect("order-42", CHARGE, { onPrompt: () => codes.shift() });
  const reference = (await sandbox.payments())[0]?.reference;
  assert.deepEqual(lines.info.map((line) => line.split(" -> ")[0]), [
    "collect order-42: POST /v1/payment/charges/",
    "collect order-42: POST /v1/payment/charges/submit",
    `collect order-42: GET /v1/payment/charges/${reference}`,
    "collect order-42: POST /v1/payment/charges/submit",
    "collect order-42: settled",
  ]);
  assert.match(lines.info[0] ?? "", / -> 20[01] in \d+ ms$/);
  for (const step of ["record 1, open: stored", "asks: otp", "asks: otp (invalid)"]) {
    assert(lines.debug.includes(`collect order-42: ${step}`), `${step}: ${lines.debug}`);
  }
  assert.deepEqual(lines.warn, []);
});

test("endings", async () => {
  const { lines, logger } = heard();
  const { senfenico, sandbox } = shop({}, { logger });
  await caught(senfenico.payout("no", { amount: 500, phone: "70009907", extId: "e-1" }));
  await sandbox.inject("refuse@*");
  await caught(senfenico.payout("none", { amount: 500, phone: "70000001", extId: "e-2" }));
  await sandbox.heal();
  await sandbox.inject("drop-before@transfers");
  await caught(senfenico.payout("lost", { amount: 500, phone: "70000001", extId: "e-3" }, { timeoutMs: 60_000 }));
  await sandbox.heal();
  await senfenico.bulkPayout("many", [{ amount: 500, phone: "70000001", extId: "e-4" }]);
  for (const line of ["payout no: rejected INVALID_ACCOUNT", "payout none: not_sent unreachable", "bulk_payout many: 1 settled"]) {
    assert(lines.info.includes(line), `${line}: ${lines.info.join("\n")}`);
  }
  assert.equal(lines.warn.length, 1);
  assert.match(lines.warn[0] ?? "", /^payout lost: unknown \(no_answer\); plan: search_by_id/);
  assert(lines.info.some((line) => line.includes("POST /v1/payment/transfers/ -> ConnectFailed in")));
  assert(lines.info.some((line) => line.includes("POST /v1/payment/transfers/ -> NoAnswer in")));
});

test("over fetch, in the middle of lists as well, and hearing changes nothing", async (context) => {
  const at = await Loopback.start();
  context.after(() => at.stop());
  at.answers.set("/v1/payment/charges", reply(200, { status: true, message: "", data: [{ reference: "ch_1", status: "success" }] }));
  const { lines, logger } = heard();
  const ends = [];
  for (const more of [{}, { logger }] satisfies Partial<ClientOptions>[]) {
    at.requests.length = 0;
    const senfenico = new Senfenico({ apiKey: KEY, baseUrl: at.url, ...more });
    const charge = await senfenico.charges.create(CHARGE);
    const listed = await senfenico.charges.list();
    for await (const _ of senfenico.charges.iter()) break;
    ends.push([charge, [...listed], at.requests.slice()]);
  }
  assert.deepEqual(ends[0], ends[1]);
  const [request = "", end = ""] = lines.info;
  assert.match(request, /^create_charge [0-9a-f]+: POST \/v1\/payment\/charges\/ -> 200 in \d+ ms$/);
  assert.match(end, /: settled$/);
  assert(lines.info.some((line) => /^list_charges .*: GET \/v1\/payment\/charges -> 200 in/.test(line)), lines.info.join("\n"));
});

test("nothing secret at any level", async () => {
  const { lines, logger } = heard();
  const { senfenico, dexchange, sandbox } = shop({}, { logger });
  await senfenico.collect("a", { amount: 1_000, phone: "76 00 00 00" }, { onPrompt: () => "123456" });
  await senfenico.payout("b", { amount: 500, phone: "70000001", extId: "e-1" });
  const order = { service: "WOYOFAL_SN_BILL", customer: "07061270877", amount: 1_000, externalTransactionId: "t-1" };
  const paid = await dexchange.payBill("c", order, { onPrompt: (prompt) => (prompt.kind === "bill" ? prompt.bills[0] : undefined) });
  await dexchange.bills.inquire({ service: "SENELEC_SN_BILL", customer: "210278817" });
  await sandbox.inject("drop-after@*");
  await caught(senfenico.payout("d", { amount: 500, phone: "70000001", extId: "e-2" }, { timeoutMs: 60_000 }));
  const text = [...lines.debug, ...lines.info, ...lines.warn].join("\n");
  assert(paid.token !== null && text.includes("pay_bill c: settled"));
  for (const secret of [...SECRETS, paid.token]) assert(!text.includes(secret), secret);
});

test("refused webhooks, and why", async () => {
  const { lines, logger } = heard();
  const POST = webhookHandler({ webhooks: new SenfenicoWebhooks("whk_1"), logger });
  const headers = { "x-webhook-hash": "0".repeat(64) };
  assert.equal((await POST(new Request("http://127.0.0.1/", { method: "POST", body: "{}", headers }))).status, 400);
  assert.match(lines.warn[0] ?? "", /^a webhook of Senfenico was refused: .{10}/);
});

test("`console` will do, a level may be missing, a logger that fails harms nobody, and what is none is refused", async () => {
  const fails = () => {
    throw new Error("the disk is full");
  };
  for (const logger of [{}, { info: fails, debug: fails, warn: fails }]) {
    const { senfenico } = shop({}, { logger });
    assert.equal((await senfenico.collect("order-1", CHARGE, { onPrompt: () => "123456" })).status, "success");
  }
  const none: Logger = console;
  assert(new Senfenico({ apiKey: KEY, logger: none }));
  for (const logger of [7, null, "console", { info: "yes" }, () => {}]) {
    assert.throws(() => new Senfenico({ apiKey: KEY, logger: logger as never }), (error) => error instanceof InvalidInput && error.field === "logger");
  }
});
