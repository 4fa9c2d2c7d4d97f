import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AnswerNeeded,
  type Charge,
  InvalidInput,
  type Journal,
  MemoryJournal,
  OperationBusy,
  OperationNotFound,
  OutcomeUnknown,
  PaymentAbandoned,
  type PaymentStep,
  PaymentRejected,
  type Prompt,
  type Record,
  RecordError,
  Senfenico,
  earlierOf,
  isNoticeAbout,
  wordsOf,
} from "xaalis";
import { SenfenicoWebhooks } from "xaalis/webhooks";
import { caught } from "./caught.js";
import { CHARGE, CODE, COLLECT, KEY, shop } from "./shop.js";

test("the code comes in another request, of another process", async () => {
  const { senfenico, sandbox, journal } = shop();
  const first = await senfenico.begin("order-1", COLLECT);
  const step = await first.advance();
  assert(step.kind === "otp" && step.problem === null);
  assert.equal(first.prompt, step);
  assert.throws(() => first.result(), AnswerNeeded);

  const elsewhere = new Senfenico({ apiKey: KEY, transport: sandbox, journal });
  const second = await elsewhere.resume<Charge>("order-1");
  second.submitOtp("000000");
  const again = await second.advance({ waitMs: 5_000 });
  assert(again.kind === "otp" && again.problem === "invalid");
  const third = await elsewhere.resume<Charge>("order-1");
  third.submitOtp(CODE);
  const done = await third.advance({ waitMs: 5_000 });
  assert(done.kind === "done" && "kind" in done.outcome && done.outcome.kind === "settled");
  assert.equal(third.result().status, "success");
  assert.equal(third.prompt, null);
  assert.equal((await third.advance()).kind, "done", "the end is said again");
  assert.match(third.lastResponse?.body ?? "", /ch_/);
  assert.equal((await sandbox.payments()).length, 1);
});

test("what is known can be looked at on the way and after", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin<Charge>("order-1", COLLECT);
  assert.deepEqual([payment.opId, payment.operation, payment.reference], ["order-1", "collect", null]);
  assert.equal(payment.canAbandon, false);
  await payment.advance();
  const { reference } = payment;
  assert.match(reference ?? "", /^ch_/);
  assert.equal(payment.canAbandon, true);
  payment.submitOtp(CODE);
  assert.equal((await payment.run()).status, "success");
  assert.deepEqual([payment.reference, payment.canAbandon, payment.alarms, payment.progress], [reference, false, [], null]);
});

test("a payment is iterated over, step by step", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin<Charge>("order-1", { kind: "collect", charge: { ...CHARGE, phone: "76009905" } });
  const kinds: PaymentStep<Charge>["kind"][] = [];
  for await (const step of payment) {
    kinds.push(step.kind);
    if (step.kind === "otp") payment.submitOtp(CODE);
  }
  assert.equal(kinds[0], "dial");
  assert.equal(kinds.at(-1), "done");
  assert(kinds.includes("waiting"));
  assert.equal(payment.result().status, "success");

  const other = await senfenico.begin("order-2", COLLECT);
  const error = await caught((async () => {
    for await (const _ of other);
  })());
  assert(error instanceof AnswerNeeded, "a code that nobody gives is no endless loop");
});

test("a number that was mistyped is given up, and another begins after it", async () => {
  const { senfenico } = shop();
  const first = await senfenico.begin("order-1-1", COLLECT);
  assert.throws(() => first.abandon(), InvalidInput);
  await first.advance();
  const early = await caught(senfenico.begin("order-1-2", COLLECT, { after: ["order-1-1"] }));
  assert(early instanceof InvalidInput && early.field === "after[0]", String(early));
  first.abandon();
  await first.advance({ waitMs: 5_000 });
  assert.throws(() => first.result(), PaymentAbandoned);
  const second = await senfenico.begin("order-1-2", COLLECT, { after: ["order-1-1"] });
  assert.equal((await second.advance()).kind, "otp");
});

test("a webhook finds its payment, and wakes who waits", async () => {
  const { senfenico, sandbox } = shop({ webhookUrl: "http://127.0.0.1/hook", webhookKey: "whk_1" });
  const payment = await senfenico.begin<Charge>("order-1", { kind: "collect", charge: { ...CHARGE, phone: "76009905" } });
  await payment.advance();
  await sandbox.passTime(60_000);
  const [delivery] = await sandbox.deliveries();
  assert(delivery !== undefined);
  const signature = delivery.headers.find(({ name }) => name.toLowerCase() === "x-webhook-hash")?.value;
  const notice = await new SenfenicoWebhooks("whk_1").read(delivery.body, signature);
  const found = await senfenico.paymentOf<Charge>(notice);
  assert.equal(found?.opId, "order-1");
  found.notify(notice);
  await found.advance();
  assert.equal(found.result().status, "success");
  assert.deepEqual(await senfenico.unfinished(), [], "it has ended");
  assert.equal(await senfenico.paymentOf({ ...notice, reference: "ch_other" }), null);
  assert.equal(await senfenico.paymentOf({ ...notice, vendor: "dexchange" }), null);
});

test("records tell what a page may show", async () => {
  const { senfenico, journal } = shop();
  const payment = await senfenico.begin("order-1", COLLECT);
  await payment.advance();
  const [record] = await senfenico.unfinished();
  assert(record !== undefined && record.reference === payment.reference);
  const words = await wordsOf(record);
  assert.deepEqual([words.amount, words.payer, words.ended], [1_000, "76••••00", null]);
  assert.deepEqual(await earlierOf(record), []);
  const notice = { vendor: "senfenico", event: "charge.success", status: "success", dedupe: "x" } as const;
  const whole = { ...EMPTY, ...notice, reference: record.reference };
  assert.equal(await isNoticeAbout(record, whole), true);
  payment.submitOtp(CODE);
  await payment.run();
  const ended = await wordsOf(journal.get("order-1") as Record);
  assert.equal(ended.ended, "settled");
  assert.deepEqual(await senfenico.unfinished(), []);
});

const EMPTY = {
  reference: null,
  extId: null,
  amount: null,
  fee: null,
  previousBalance: null,
  currentBalance: null,
  number: null,
  token: null,
  customData: null,
  liveMode: null,
};

test("of two processes one goes on", async () => {
  const { senfenico } = shop();
  const one = await senfenico.begin("order-1", COLLECT);
  await one.advance();
  const other = await senfenico.resume("order-1");
  other.submitOtp("000000");
  assert.equal((await other.advance({ waitMs: 5_000 })).kind, "otp");
  one.submitOtp(CODE);
  const error = await caught(one.advance());
  assert(error instanceof OperationBusy && error.retryable && error.opId === "order-1", String(error));
  assert(await caught(one.advance()) instanceof OperationBusy, "once more");
  assert.equal(one.opId, "order-1");
  other.submitOtp(CODE);
  await other.run();
});

test("what a payment hears while it waits, it hears at once", async () => {
  const { senfenico, sandbox } = shop({ realTime: true });
  const payment = await senfenico.begin<Charge>("order-1", { kind: "collect", charge: { ...CHARGE, phone: "76009906" } });
  assert.equal((await payment.advance()).kind, "dial");
  const running = payment.run({ onPrompt: () => undefined });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await sandbox.payerConfirms(payment.reference ?? ""), true);
  const notice = { ...EMPTY, vendor: "senfenico", event: "charge.success", status: "success", dedupe: "x" } as const;
  payment.notify({ ...notice, reference: payment.reference });
  const begun = performance.now();
  assert.equal((await running).status, "success");
  assert(performance.now() - begun < 1_000);
});

test("an answer to another question is none", async () => {
  const { senfenico } = shop();
  await (await senfenico.begin("order-1", COLLECT)).advance();
  const resumed = await senfenico.resume<Charge>("order-1");
  resumed.shown();
  assert.equal((await resumed.advance()).kind, "otp");
  resumed.chooseBill("8000000680");
  assert.equal((await resumed.advance()).kind, "otp");
  for (const wrong of [() => resumed.submitOtp(123456 as never), () => resumed.chooseBill({} as never), () => resumed.giveRecipients(7 as never), () => resumed.notify({} as never)]) {
    assert.throws(wrong, InvalidInput);
  }
  resumed.submitOtp(CODE);
  assert.equal((await resumed.run()).status, "success");
});

test("a payment is advanced by one at a time", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin("order-1", COLLECT);
  const [first, second] = await Promise.allSettled([payment.advance(), payment.advance()]);
  assert.equal(first.status, "fulfilled");
  assert(second.status === "rejected" && /already/.test(String(second.reason)));
  assert.equal((await payment.advance()).kind, "otp");
});

test("a closed payment can be resumed", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin("order-1", COLLECT);
  await payment.advance();
  payment.close();
  payment.close();
  assert.equal(payment.opId, "order-1");
  assert.match(String(await caught(payment.advance())), /closed/);
  assert.equal((await (await senfenico.resume("order-1")).advance()).kind, "otp");
});

test("what the journal does not know, and what is not ours", async () => {
  const { senfenico, sandbox, journal } = shop();
  const error = await caught(senfenico.resume("order-9"));
  assert(error instanceof OperationNotFound && error.opId === "order-9");
  await (await senfenico.begin("order-1", COLLECT)).advance();
  const other = new Senfenico({ apiKey: "sk_test_another", transport: sandbox, journal });
  assert(await caught(other.resume("order-1")) instanceof RecordError);
  const record = journal.get("order-1") as Record;
  const changed = { ...record, state: record.state.replace("1000", "9999") };
  assert(await caught(senfenico.resume(changed)) instanceof RecordError);
  const renamed: Journal = { get: () => record, put: () => "stored", unfinished: () => [] };
  const misled = new Senfenico({ apiKey: KEY, transport: sandbox, journal: renamed });
  assert(await caught(misled.resume("order-2")) instanceof RecordError);
  const replaced = new Senfenico({ apiKey: "sk_test_another", earlierKeys: [KEY], transport: sandbox, journal });
  assert.equal((await replaced.resume("order-1")).reference, record.reference);
});

test("stop says what is known", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin("order-1", { kind: "collect", charge: { ...CHARGE, phone: "76009903" } });
  await payment.advance();
  payment.submitOtp(CODE);
  assert.equal((await payment.advance()).kind, "waiting");
  payment.stop();
  assert.equal((await payment.advance()).kind, "done");
  assert.throws(() => payment.result(), OutcomeUnknown);
});

test("a journal is told how operations ended", async () => {
  const told: string[] = [];
  const journal = Object.assign(new MemoryJournal(), {
    ended: (opId: string, operation: string, outcome: object) => {
      told.push(`${opId} ${operation} ${"kind" in outcome ? outcome.kind : "items"}`);
    },
  });
  const { senfenico } = shop({}, { journal });
  await senfenico.collect("order-1", CHARGE, { onPrompt: () => CODE });
  await caught(senfenico.collect("order-2", { ...CHARGE, phone: "76009901" }, { onPrompt: () => CODE }));
  await senfenico.charges.create(CHARGE, { opId: "order-3" });
  assert.deepEqual(told, ["order-1 collect settled", "order-2 collect rejected", "order-3 create_charge settled"]);
});

test("a journal that fails, or answers nonsense, ends the call and sends nothing", async () => {
  const { sandbox } = shop();
  for (const put of [() => Promise.reject(new Error("disk full")), () => "ok" as never]) {
    const journal = Object.assign(new MemoryJournal(), { put });
    const senfenico = new Senfenico({ apiKey: KEY, transport: sandbox, journal });
    assert.match(String(await caught(senfenico.charges.create(CHARGE))), /disk full|answered ok/);
  }
  assert.equal(await sandbox.requestsSeen(), 0);
});

test("a page is waited for, and what happens on it", async () => {
  const { senfenico, sandbox } = shop({ checkoutPaysItselfMs: 60_000 });
  const page = { amount: 1_000, successUrl: "https://shop.example/s", cancelUrl: "https://shop.example/c" };
  const shown: string[] = [];
  const onPrompt = (prompt: Prompt) => void shown.push(prompt.kind === "redirect" ? prompt.url : prompt.kind);
  const paid = await senfenico.checkout("page-1", page, { onPrompt });
  assert.equal(paid.status, "success");
  assert.equal(shown.length, 1);
  assert.match(shown[0] ?? "", /^https?:/);
  const second = await senfenico.begin("page-2", { kind: "checkout", checkout: page });
  await second.advance();
  assert.equal(await sandbox.checkoutFailed(second.reference ?? ""), true);
  second.shown();
  const error = await caught(second.run());
  assert(error instanceof PaymentRejected, String(error));
});
