/** A page's end of the relay over a `fetch` of the test's own; what its machine does is told by the vectors. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { type End, type PayOptions, type Payment, type Problem, type View, pay } from "../src/pay.js";

const URL_ = "https://shop.example/xaalis/pay";
const VIEW = { order: "42", rev: "1.0", amount: 1_500, currency: "XOF" };
const READY = { ...VIEW, rev: "0.0", state: "ready", next_attempt: 1 };
const ASKING = { ...VIEW, state: "asking", prompt: { kind: "otp", text: "Composez *144#" }, codes_left: 5, next_attempt: 2, after_ms: 10_000 };
const WAITING = { ...VIEW, state: "waiting", why: "vendor", after_ms: 3_000 };
const CHOICE = {
  ...READY, state: "asking", prompt: { kind: "bill", bills: [{ bill: "8000000680", amount: 104_500, due_date: "2018-12-31" }, { bill: "8000000682", amount: 7_150 }] },
};
const PAID = { ...VIEW, rev: "1.1", state: "done", outcome: { kind: "settled" } };

type Answer = Response | Error | "never";
const json = (body: object, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** A page that hears nothing but what is told here. */
class Page {
  readonly asked: { url: string; init: RequestInit }[] = [];
  readonly shown: { view: View; problem: Problem | undefined }[] = [];
  readonly ends: End[] = [];
  tokens = 0;
  readonly answers: Answer[];
  readonly payment: Payment;

  constructor(answers: Answer[], options: Partial<PayOptions> = {}) {
    this.answers = answers;
    this.payment = pay({
      url: URL_,
      token: () => `t${(this.tokens += 1)}`,
      show: (view, problem) => this.shown.push({ view, problem }),
      done: (end) => this.ends.push(end),
      fetch: async (url, init) => {
        this.asked.push({ url, init });
        const answer = this.answers.shift() ?? "never";
        if (answer === "never") return new Promise((_, no) => init.signal?.addEventListener("abort", () => no(init.signal?.reason)));
        if (answer instanceof Error) throw answer;
        return answer;
      },
      ...options,
    });
  }

  bodies(): unknown[] {
    return this.asked.map(({ init }) => (typeof init.body === "string" ? JSON.parse(init.body) : null));
  }
}

/** What is under way comes to rest. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    mock.timers.tick(Math.min(500, ms - passed));
    await rest();
  }
}

beforeEach((context) => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_767_600_000_000 });
  if ("after" in context) context.after(() => mock.timers.reset());
});

test("pays: what is sent and what is told", async () => {
  const page = new Page([json(READY), json(ASKING), json(PAID)]);
  await rest();
  assert.equal(page.payment.start({ phone: "76 00 00 00" }), true);
  assert.equal(page.payment.start({ phone: "76 00 00 00" }), false, "one thing at a time");
  await rest();
  assert.equal(page.payment.code("123456"), true);
  await rest();
  assert.deepEqual(page.bodies(), [null, { do: "start", attempt: 1, phone: "76 00 00 00" }, { do: "code", rev: "1.0", code: "123456" }]);
  const [look, start] = page.asked;
  assert.deepEqual(look?.init.headers, { accept: "application/json", authorization: "Bearer t1" });
  assert.deepEqual(start?.init.headers, { accept: "application/json", authorization: "Bearer t1", "content-type": "application/json" });
  for (const { url, init } of page.asked) {
    assert.deepEqual([url, init.credentials, init.cache, init.redirect], [URL_, "omit", "no-store", "manual"]);
  }
  assert.deepEqual(page.shown.map(({ view }) => view.state), ["ready", "asking"]);
  assert.deepEqual(page.shown[1]?.view, {
    order: "42", rev: "1.0", amount: 1_500, currency: "XOF", state: "asking",
    prompt: { kind: "otp", text: "Composez *144#" }, codesLeft: 5, nextAttempt: 2,
  });
  assert.deepEqual(page.ends.map(({ kind }) => kind), ["settled"]);
  assert.equal(page.tokens, 1);
  await pass(120_000);
  assert.equal(page.asked.length, 3, "an end that stays is not looked at again");
});

test("what has not changed is told once, and again after a person did something", async () => {
  const page = new Page([json(ASKING), json(ASKING), json({ error: "wrong_codes" }, 429), json(ASKING), json(ASKING)]);
  await rest();
  await pass(10_000);
  assert.equal(page.asked.length, 2);
  assert.equal(page.shown.length, 1);
  page.payment.code("1234");
  await rest();
  assert.deepEqual(page.shown.map(({ problem }) => problem?.word), [undefined, "wrong_codes"]);
  page.payment.look();
  await rest();
  page.payment.look();
  await rest();
  assert.equal(page.shown.length, 4);
});

test("who acts does not wait for a look that is under way", async () => {
  const page = new Page([json(ASKING), "never", json(PAID)]);
  await rest();
  await pass(10_000);
  assert.equal(page.asked.length, 2);
  assert.equal(page.payment.code("123456"), true);
  await rest();
  assert.equal(page.asked[1]?.init.signal?.aborted, true);
  assert.deepEqual(page.bodies(), [null, null, { do: "code", rev: "1.0", code: "123456" }]);
  assert.deepEqual(page.ends.map(({ kind }) => kind), ["settled"]);

  const early = new Page(["never"]);
  await rest();
  assert.equal(early.payment.start({ phone: "76000000" }), false, "nothing is known yet");
  assert.equal(early.asked[0]?.init.signal?.aborted, false);
  early.payment.close();
});

test("a request that takes too long is given up, and its late answer is not taken for another's", async () => {
  let late: (answer: Response) => void = () => {};
  const page = new Page([], {
    fetch: (url, init) => {
      page.asked.push({ url, init });
      // One that goes on in spite of its signal.
      if (page.asked.length === 1) return new Promise((answer) => (late = answer));
      return new Promise(() => {});
    },
  });
  await rest();
  await pass(21_000);
  assert.equal(page.asked.length, 2);
  assert.equal(page.asked[0]?.init.signal?.aborted, true);
  late(json(PAID));
  await rest();
  assert.deepEqual([page.shown, page.ends], [[], []]);
  page.payment.close();
  assert.equal(page.asked[1]?.init.signal?.aborted, true);
});

test("a token that does not come is asked for again, after pauses", async () => {
  let tries = 0;
  const page = new Page([json(WAITING)], {
    token: () => {
      tries += 1;
      if (tries === 1) throw new Error("down");
      if (tries === 2) return new Promise<string>(() => {});
      return " t3\n";
    },
  });
  await rest();
  await pass(1_500);
  assert.equal(tries, 2);
  await pass(23_000);
  assert.equal(tries, 3);
  assert.equal(new Headers(page.asked[0]?.init.headers).get("authorization"), "Bearer t3");
  page.payment.close();
});

test("what is no token is not sent", async () => {
  for (const token of ["<html>log in</html>", "", "é"]) {
    const page = new Page([json(READY)], { token: () => token });
    await rest();
    assert.deepEqual(page.ends, [{ kind: "refused", word: "token_invalid" }], JSON.stringify(token));
    assert.equal(page.asked.length, 0);
  }
});

test("what a person did while no token comes is not sent two minutes later", async () => {
  let down = false;
  const page = new Page([json(READY), json({ error: "token_expired" }, 401)], {
    token: () => (down ? Promise.reject(new Error("down")) : "t1"),
  });
  await rest();
  down = true;
  page.payment.start({ phone: "76000000" });
  await pass(140_000);
  assert.deepEqual(page.shown.map(({ problem }) => problem?.word), [undefined, "offline"]);
  down = false;
  page.answers.push(json(READY));
  await pass(20_000);
  assert.deepEqual(page.bodies(), [null, { do: "start", attempt: 1, phone: "76000000" }, null]);
  page.payment.close();
});

test("closed, by itself or by a signal, it calls nothing any more", async () => {
  const stop = new AbortController();
  const page = new Page([json(WAITING)], { signal: stop.signal });
  await rest();
  stop.abort();
  assert.equal(page.payment.start({ phone: "76000000" }), false);
  await pass(60_000);
  assert.deepEqual([page.asked.length, page.shown.length], [1, 1]);
  const never = new Page([json(WAITING)], { signal: AbortSignal.abort() });
  await rest();
  assert.deepEqual([never.tokens, never.asked.length], [0, 0]);
});

test("an address that is none", () => {
  for (const url of ["http://shop.example/pay", "/pay", "javascript:alert(1)", "https://a:b@shop.example/", ""]) {
    assert.throws(() => new Page([], { url }), { name: "TypeError", message: /^url: .*https/ }, url);
  }
  for (const url of ["http://localhost:8000/pay", "http://127.0.0.1/pay", "http://[::1]/pay", new URL(URL_)]) {
    new Page([], { url }).payment.close();
  }
});

test("a page's address that would run in the page is left out", async () => {
  for (const [url, wanted] of [["javascript:alert(1)", undefined], ["https://pay.example/x", "https://pay.example/x"]]) {
    const page = new Page([json({ ...WAITING, why: "payer", prompt: { kind: "redirect", url } })]);
    await rest();
    const view = page.shown[0]?.view;
    assert(view?.state === "waiting" && view.prompt?.kind === "redirect");
    assert.equal(view.prompt.url, wanted);
    page.payment.close();
  }
});

test("what is no view is no answer", async () => {
  for (const wrong of [
    { amount: "1500" }, { amount: 1.5 }, { amount: -1 }, { order: null }, { rev: 1 }, { why: 1 }, { prompt: [] }, { after_ms: "1" },
    { state: "asking" }, { state: "done" }, { prompt: { kind: 1 } }, { outcome: { kind: "settled", code: 1 } }, { next_attempt: "2" },
  ]) {
    const page = new Page([json({ ...WAITING, ...wrong })]);
    await rest();
    assert.deepEqual([page.shown, page.ends, page.asked.length], [[], [], 1], JSON.stringify(wrong));
    page.payment.close();
  }
});

test("a bill: what is owed, then which of it", async () => {
  const page = new Page([json(READY), json(CHOICE), json({ ...PAID, outcome: { kind: "settled", token: "1234 5678" } })]);
  await rest();
  assert.equal(page.payment.start(), true);
  await rest();
  assert.deepEqual(page.shown[1]?.view, {
    order: "42", rev: "0.0", amount: 1_500, currency: "XOF", state: "asking", nextAttempt: 1,
    prompt: { kind: "bill", bills: [{ bill: "8000000680", amount: 104_500, dueDate: "2018-12-31" }, { bill: "8000000682", amount: 7_150 }] },
  });
  assert.equal(page.payment.code("123456"), false, "no code answers it");
  assert.equal(page.payment.start({ bill: "8000000682" }), true);
  await rest();
  assert.deepEqual(page.bodies(), [null, { do: "start", attempt: 1 }, { do: "start", attempt: 1, bill: "8000000682" }]);
  const [end] = page.ends;
  assert(end?.kind === "settled" && end.view.outcome.kind === "settled");
  assert.equal(end.view.outcome.token, "1234 5678");
});

test("who comes back to the page finds the choice still there; ten minutes later it is gone", async (context) => {
  const [events, document] = [new EventTarget(), Object.assign(new EventTarget(), { visibilityState: "visible" })];
  Object.assign(globalThis, { document, addEventListener: events.addEventListener.bind(events) });
  context.after(() => ["document", "addEventListener"].forEach((name) => Reflect.deleteProperty(globalThis, name)));
  const online = () => events.dispatchEvent(new Event("online"));
  const page = new Page([json(READY), json(CHOICE), json(READY), json(READY)]);
  await rest();
  page.payment.start();
  await rest();
  online();
  await pass(599_000);
  assert.equal(page.asked.length, 2, "a look would take it away");
  await pass(1_000);
  assert.deepEqual(page.shown.map(({ view }) => view.state), ["ready", "asking", "ready"]);
  online();
  await rest();
  assert.equal(page.asked.length, 4);
  page.payment.close();
});

test("a choice that is none is no answer", async () => {
  const offer = CHOICE.prompt.bills[0];
  for (const bills of [{}, "8000000680", [1], [null], [{ ...offer, bill: 1 }], [{ ...offer, bill: undefined }], [{ ...offer, amount: -1 }], [{ ...offer, amount: "7" }], [{ ...offer, due_date: 1 }]]) {
    const page = new Page([json({ ...CHOICE, prompt: { kind: "bill", bills } })]);
    await rest();
    assert.deepEqual(page.shown, [], JSON.stringify(bills));
    page.payment.close();
  }
  const none = new Page([json({ ...CHOICE, prompt: { kind: "bill" } })]);
  await rest();
  const view = none.shown[0]?.view;
  assert(view?.state === "asking" && view.prompt.kind === "bill" && view.prompt.bills.length === 0);
  none.payment.close();
});
