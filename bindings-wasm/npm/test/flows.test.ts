import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AnswerNeeded,
  AuthenticationFailed,
  InvalidInput,
  MemoryJournal,
  NotFound,
  OutcomeUnknown,
  PaymentError,
  PaymentNotSent,
  PaymentRejected,
  Senfenico,
  type Progress,
  type Prompt,
} from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { caught } from "./caught.js";
import { CHARGE, CODE, KEY, shop } from "./shop.js";

test("a charge is collected with a code", async () => {
  const { senfenico, sandbox } = shop();
  const asked: Prompt[] = [];
  const onPrompt = (prompt: Prompt) => {
    asked.push(prompt);
    return CODE;
  };
  const charge = await senfenico.collect("order-1", CHARGE, { onPrompt });
  assert.equal(charge.status, "success");
  assert.equal(charge.amount, 1_000);
  assert.deepEqual(asked.map(({ kind }) => kind), ["otp"]);
  assert.deepEqual((await sandbox.payments()).map(({ kind, status }) => [kind, status]), [["charge", "success"]]);
});

test("the same op id again is the same payment", async () => {
  const { senfenico, sandbox } = shop();
  const first = await senfenico.collect("order-1", CHARGE, { onPrompt: () => CODE });
  const again = await senfenico.collect("order-1", CHARGE, { onPrompt: () => assert.fail("asked again") });
  assert.equal(again.reference, first.reference);
  assert.equal((await sandbox.payments()).length, 1);
  await assert.rejects(senfenico.collect("order-1", { ...CHARGE, amount: 999 }), InvalidInput);
});

test("a lost answer is looked for, and found", async () => {
  const { senfenico, sandbox } = shop();
  await sandbox.inject("drop-after@1");
  const paid = await senfenico.payout("salary-1", { amount: 200, phone: "70000000", extId: "e-1" });
  assert.equal(paid.status, "success");
  assert.equal((await sandbox.payments()).length, 1);
});

test("what stays unanswered is unknown, and no failure", async () => {
  const { senfenico, sandbox } = shop();
  await sandbox.inject("drop-after@*");
  const error = await caught(senfenico.payout("salary-1", { amount: 200, phone: "70000000", extId: "e-1" }));
  assert(error instanceof OutcomeUnknown && !(error instanceof PaymentError));
  assert.equal(error.opId, "salary-1");
  assert.equal(error.plan, "search_by_id");
  assert.equal((error.cause as Error).name, "NoAnswer");
  assert.match(error.buyerText, /do not pay again/);
  assert.match(error.buyerTextFr, /ne payez pas/i);
  await sandbox.heal();
  const resumed = await senfenico.resume("salary-1");
  assert.equal(((await resumed.run()) as { status: string }).status, "success");
  assert.equal((await sandbox.payments()).length, 1);
});

test("a no is a rejection with its code and texts", async () => {
  const { senfenico } = shop();
  const error = await caught(senfenico.collect("order-1", { ...CHARGE, phone: "76009902" }, { onPrompt: () => CODE }));
  assert(error instanceof PaymentRejected);
  assert.equal(error.code, "INSUFFICIENT_FUNDS");
  assert.equal(error.opId, "order-1");
  assert.equal(error.cause, undefined);
  assert(error.merchantText.length > 0 && error.merchantTextFr.length > 0);
  assert(await caught(senfenico.charges.fetch("ch_nobody")) instanceof NotFound);
  const stranger = new Senfenico({ apiKey: "sk_test_", transport: new Sandbox() });
  assert.equal(stranger.mode, "test");
});

test("a wrong key is for the operator", async () => {
  const refusing = { send: async () => ({ status: 401, headers: [], body: '{"status":false}' }) };
  const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: refusing });
  assert(await caught(senfenico.balances.fetch()) instanceof AuthenticationFailed);
});

test("what certainly never left is not sent, and begins anew", async () => {
  const { senfenico, sandbox } = shop();
  await sandbox.inject("refuse@*");
  const error = await caught(senfenico.charges.create(CHARGE, { opId: "order-1" }));
  assert(error instanceof PaymentNotSent && error.retryable);
  assert.equal((error.cause as Error).name, "ConnectFailed");
  await sandbox.heal();
  const made = await senfenico.charges.create({ ...CHARGE, amount: 1_100 }, { opId: "order-1" });
  assert.equal(made.status, "send_otp");
});

test("a field that is wrong is named as it is called here, before anything is sent", async () => {
  const { senfenico, dexchange, sandbox } = shop();
  const wrong = async (promise: Promise<unknown>) => {
    const error = await caught(promise);
    assert(error instanceof InvalidInput, String(error));
    return error;
  };
  assert.equal((await wrong(senfenico.collect("order-1", { amount: 0, phone: "76000000" }))).field, "amount");
  const bulk = await wrong(senfenico.bulkPayout("op", [{ amount: 200, phone: "70000000", extId: "a b" }]));
  assert.equal(bulk.field, "transfers[0].extId");
  assert.equal((await wrong(senfenico.collect("no space", CHARGE))).field, "opId");
  // @ts-expect-error: as Python calls it
  const snake = await wrong(senfenico.payout("op", { amount: 200, phone: "70000000", ext_id: "e" }));
  assert.equal(snake.suggestion, "extId");
  // @ts-expect-error: no key
  assert.throws(() => new Senfenico({}), InvalidInput);
  assert.throws(() => new Senfenico({ apiKey: "sk_test_a b" }), (error: InvalidInput) => error.field === "apiKey");
  const bill = { service: "SENELEC_SN_BILL", customer: "210278816", externalTransactionId: "not an id" };
  assert.equal((await wrong(dexchange.payBill("bill-1", bill))).field, "externalTransactionId");
  assert.equal(await sandbox.requestsSeen(), 0);
});

test("a bill is found, chosen and paid", async () => {
  const { dexchange } = shop();
  const { bills } = await dexchange.bills.inquire({ service: "SENELEC_SN_BILL", customer: "210278816" });
  assert(bills.length > 0);
  const prompts: string[] = [];
  const paid = await dexchange.payBill(
    "bill-1",
    { service: "SENELEC_SN_BILL", customer: "210278816", externalTransactionId: "inv-1", confirm: true },
    {
      onPrompt: (prompt) => {
        prompts.push(prompt.kind);
        return prompt.kind === "bill" ? prompt.bills.find((bill) => !bill.paid) : undefined;
      },
    },
  );
  assert.deepEqual(prompts, ["bill"]);
  assert.equal(paid.status, "SUCCESS");
});

test("many payouts tell how far they are", async () => {
  const { senfenico } = shop();
  const salaries = Array.from({ length: 150 }, (_, at) => ({ amount: 200, phone: "70000000", extId: `march-${at}` }));
  const told: Progress[] = [];
  const payouts = await senfenico.bulkPayout("payday", salaries, { onProgress: (progress) => told.push(progress) });
  assert.equal(payouts.items.length, 150);
  assert(payouts.items.every((item) => item.outcome.kind === "settled"));
  assert.deepEqual(told.map((one) => one.handedOver).filter((count, at, all) => count !== all[at - 1]), [0, 100, 150]);
  assert.equal(told.at(-1)?.of, 150);
});

test("nobody asked is told so", async () => {
  const { senfenico } = shop();
  const error = await caught(senfenico.collect("order-1", CHARGE));
  assert(error instanceof AnswerNeeded && !(error instanceof PaymentError));
  assert.equal(error.prompt.kind, "otp");
});

test("a constant code does not ask the vendor for ever", async () => {
  const { senfenico, sandbox } = shop();
  const error = await caught(senfenico.collect("order-1", CHARGE, { onPrompt: () => "000000" }));
  assert(error instanceof AnswerNeeded);
  assert.equal(error.prompt.kind === "otp" && error.prompt.problem, "repeated");
  assert(await sandbox.requestsSeen() < 6);
});

test("the time for the waiting ends, the payment does not", async () => {
  const { senfenico, sandbox } = shop();
  const slow = { amount: 1_000, phone: "76009903" };
  const error = await caught(senfenico.collect("order-1", slow, { onPrompt: () => CODE, timeoutMs: 30_000 }));
  assert(error instanceof OutcomeUnknown, String(error));
  assert(sandbox.now() <= 31_000);
  const payment = await senfenico.resume("order-1");
  assert.equal(((await payment.run({ timeoutMs: Infinity })) as { status: string }).status, "success");
});

test("lists are arrays, and iterate as they arrive", async () => {
  const { senfenico } = shop({ earlierCharges: 250 });
  const charges = await senfenico.charges.list();
  assert(Array.isArray(charges) && charges.length === 250);
  assert.deepEqual(charges.unreadable, []);
  assert.deepEqual(Object.keys(charges).slice(-1), ["249"]);
  const seen: string[] = [];
  const listing = senfenico.charges.iter();
  for await (const charge of listing) seen.push(charge.reference);
  assert.deepEqual(seen, charges.map(({ reference }) => reference));
  await assert.rejects(async () => {
    for await (const _ of listing);
  }, /gone through once/);
});

test("a sandbox answers the requests of a server, and breaks connections where it was told to", async () => {
  const sandbox = new Sandbox({ realTime: true });
  const fetch = async (url: string | URL | Request, init?: RequestInit) => sandbox.fetch(new Request(url, init));
  const client = () => new Senfenico({ apiKey: KEY, fetch, journal: new MemoryJournal() });
  const charge = await client().collect("order-1", CHARGE, { onPrompt: () => CODE });
  assert.equal(charge.status, "success");
  // Another client, as in another process, sees the same account.
  assert.deepEqual((await client().charges.list()).map(({ reference }) => reference), [charge.reference]);
  await sandbox.inject("drop-after@charges");
  const lost = await caught(client().charges.create(CHARGE));
  assert(lost instanceof OutcomeUnknown);
  assert.equal((await sandbox.payments()).length, 2, "carried out, and its answer lost");
  assert.equal((await sandbox.fetch(new Request("http://127.0.0.1/v1/payment/charges/", { method: "DELETE" }))).status, 405);
});
