import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryJournal, OperationAborted, OutcomeUnknown, type Payouts, type Record, Senfenico, type Transfer, type Transport } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { caught } from "./caught.js";
import { CHARGE, CODE, COLLECT, KEY, shop } from "./shop.js";

/** Over a sandbox, a transport whose requests wait until the test lets them go on. */
function gated() {
  const sandbox = new Sandbox();
  const journal = new MemoryJournal();
  const gates: { readonly path: string; readonly signal: AbortSignal; open(): void }[] = [];
  const transport: Transport = {
    clock: sandbox.clock,
    send: (request, signal) =>
      new Promise((resolve, reject) => {
        const answer = sandbox.send(request);
        gates.push({ path: new URL(request.url).pathname, signal, open: () => answer.then(resolve, reject) });
      }),
  };
  return { sandbox, journal, gates, senfenico: new Senfenico({ apiKey: KEY, transport, journal }) };
}

const PAYOUT = { amount: 200, phone: "70000000", extId: "e-1" };

test("aborted while a payment is under way, it is over at once and can be resumed", async () => {
  const { sandbox, journal, gates, senfenico } = gated();
  const control = new AbortController();
  const paying = senfenico.payout("salary-1", PAYOUT, { signal: control.signal });
  while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const reason = new Error("the request was closed");
  control.abort(reason);
  const error = await caught(paying);
  assert(error instanceof OperationAborted);
  assert.deepEqual([error.name, error.code, error.opId, error.cause], ["AbortError", "ABORT_ERR", "salary-1", reason]);
  assert.match(error.message, /resume\("salary-1"\)/);
  assert.equal(gates[0]?.signal.aborted, true, "the transport is told");
  assert.equal((journal.get("salary-1") as Record).stage, "open");

  const later = new Senfenico({ apiKey: KEY, transport: sandbox, journal });
  const paid = await (await later.resume<Transfer>("salary-1")).run();
  assert.equal(paid.status, "success");
  assert.equal((await sandbox.payments()).length, 1, "paid once");
});

test("told to stop, it finishes what is under way, wherever it is, and who goes on has nothing to find out", async () => {
  const transfers = Array.from({ length: 250 }, (_, number) => ({ ...PAYOUT, extId: `e-${number}` }));
  const numbers = Object.fromEntries(transfers.map(({ extId, phone }) => [extId, phone]));
  for (const at of [1, 2, 3, 4, 5, 6]) {
    const { sandbox, journal, senfenico } = shop();
    const stop = new AbortController();
    const put = journal.put.bind(journal);
    let puts = 0;
    journal.put = (record) => {
      // While it is being stored: before a request that it is for, or after one.
      if ((puts += 1) === at) stop.abort();
      return put(record);
    };
    const stopped = await caught(senfenico.bulkPayout("payday", transfers, { stopSignal: stop.signal }));
    assert(stopped instanceof OperationAborted, `${at}: ${stopped}`);
    // Each record for a batch has one after it, which tells its answer.
    assert.equal((await sandbox.payments()).length, 100 * Math.min(Math.ceil(at / 2), 2) + (at > 4 ? 50 : 0), `put ${at}`);
    const before = puts;
    const resumed = await senfenico.resume<Payouts>("payday");
    assert.equal(resumed.progress?.unknown, 0, `put ${at}`);
    const { items } = await resumed.run({ onPrompt: () => numbers });
    assert.deepEqual(items.map(({ outcome }) => outcome.kind), transfers.map(() => "settled"), `put ${at} of ${before}`);
    assert.equal((await sandbox.payments()).length, 250, "each once");
  }
  const { sandbox, senfenico } = shop();
  const stop = new AbortController();
  const onPrompt = () => new Promise<string>(() => setTimeout(() => stop.abort()));
  const asked = senfenico.begin("order-1", COLLECT).then((payment) => payment.run({ onPrompt, stopSignal: stop.signal }));
  assert((await caught(asked)) instanceof OperationAborted, "while a person is asked");
  assert.equal((await sandbox.payments()).length, 1);
  assert((await caught(senfenico.bulkPayout("never", transfers, { stopSignal: AbortSignal.abort() }))) instanceof OperationAborted);
  assert.equal((await sandbox.payments()).length, 1, "stopped before it began");
});

test("aborted before it begins, nothing is sent", async () => {
  const { sandbox, senfenico } = shop();
  const signal = AbortSignal.abort();
  for (const call of [
    senfenico.balances.fetch({ signal }),
    senfenico.payout("salary-1", PAYOUT, { signal }),
    senfenico.charges.create(CHARGE, { signal }),
    (await senfenico.begin("order-1", COLLECT)).advance({ signal }),
    collected(senfenico.charges.iter({ signal })),
  ]) {
    assert(await caught(call) instanceof OperationAborted);
  }
  assert.equal(await sandbox.requestsSeen(), 0);
});

test("aborted while it waits, it wakes", async () => {
  const { senfenico } = shop({ realTime: true });
  const signal = AbortSignal.timeout(50);
  const begun = performance.now();
  const charge = { ...CHARGE, phone: "76009906" };
  const error = await caught(senfenico.collect("order-1", charge, { onPrompt: () => undefined, signal }));
  assert(error instanceof OperationAborted && (error.cause as Error).name === "TimeoutError", String(error));
  assert(performance.now() - begun < 2_000);
});

test("a person who never answers is waited for no longer than all the rest", async () => {
  const { senfenico } = shop({ realTime: true });
  const never = () => new Promise<string>(() => {});
  const begun = performance.now();
  const late = await caught(senfenico.collect("order-1", CHARGE, { onPrompt: never, timeoutMs: 100 }));
  assert(late instanceof OutcomeUnknown, String(late));
  const control = new AbortController();
  setTimeout(() => control.abort(), 50);
  const aborted = await caught(senfenico.collect("order-2", CHARGE, { onPrompt: never, signal: control.signal, timeoutMs: Infinity }));
  assert(aborted instanceof OperationAborted && aborted.opId === "order-2");
  assert(performance.now() - begun < 3_000);
  const failing = await caught(senfenico.collect("order-3", CHARGE, { onPrompt: () => Promise.reject(new Error("the form was closed")) }));
  assert.match(String(failing), /form was closed/);
  const charge = await senfenico.collect("order-1", CHARGE, { onPrompt: () => CODE });
  assert.equal(charge.status, "success");
});

test("in a sandbox's time a person may take as long as he likes", async () => {
  const { senfenico } = shop();
  const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve(CODE), 200));
  assert.equal((await senfenico.collect("order-1", CHARGE, { onPrompt: slow, timeoutMs: 100 })).status, "success");
});

test("a payment goes on after it was aborted", async () => {
  const { senfenico } = shop();
  const payment = await senfenico.begin<Transfer>("salary-1", { kind: "payout", transfer: PAYOUT });
  await caught(payment.advance({ signal: AbortSignal.abort() }));
  assert.equal((await payment.run()).status, "success");
});

test("an aborted list closes its connection", async () => {
  const control = new AbortController();
  let closed = false;
  async function* body() {
    try {
      yield new TextEncoder().encode('{"status":true,"data":[{"reference":"ch_1","status":"success"},');
      await new Promise(() => {});
    } finally {
      closed = true;
    }
  }
  const transport: Transport = { send: async () => ({ status: 200, headers: [], body: body() }) };
  const senfenico = new Senfenico({ apiKey: KEY, transport });
  const seen: string[] = [];
  const error = await caught((async () => {
    for await (const charge of senfenico.charges.iter({ signal: control.signal })) {
      seen.push(charge.reference);
      setTimeout(() => control.abort(), 10);
    }
  })());
  assert(error instanceof OperationAborted);
  assert.deepEqual(seen, ["ch_1"]);
  assert.equal(closed, false, "one that is stuck is not waited for");
});

async function collected<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}
