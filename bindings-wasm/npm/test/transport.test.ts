import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  AnswerTooLarge,
  ConnectFailed,
  FetchTransport,
  MemoryJournal,
  NoAnswer,
  OutcomeUnknown,
  PaymentNotSent,
  PaymentRejected,
  Senfenico,
  type Transport,
} from "xaalis";
import { caught } from "./caught.js";
import { type Answer, CREATED, Loopback, closing, cut, dripping, garbage, huge, reply, reset, silent } from "./loopback.js";
import { CHARGE, KEY } from "./shop.js";

const CHARGES = "/v1/payment/charges/";
const POST = `POST ${CHARGES}`;

async function server(context: TestContext): Promise<Loopback> {
  const started = await Loopback.start();
  context.after(() => started.stop());
  return started;
}

function client(at: Loopback, timeoutMs?: number): Senfenico {
  return new Senfenico({ apiKey: KEY, baseUrl: at.url, ...(timeoutMs === undefined ? {} : { transport: within(timeoutMs) }) });
}

/** `fetch`, with another deadline than core's minute. */
function within(timeoutMs: number): Transport {
  const transport = new FetchTransport();
  return {
    send: (request, signal) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new NoAnswer("late")), timeoutMs);
      return transport.send(request, AbortSignal.any([signal, late.signal])).finally(() => clearTimeout(timer));
    },
  };
}

test("a request is what core says, and a connection is used again", async (context) => {
  const at = await server(context);
  const senfenico = client(at);
  for (let count = 0; count < 20; count += 1) assert.equal((await senfenico.charges.create(CHARGE)).reference, "ch_1");
  assert.equal(at.count(POST), 20);
  // Node opens a second one when the first is not free yet.
  assert(at.connections <= 2, `${at.connections}`);
  const [head = ""] = at.heads;
  assert.match(head, /^x-api-key: sk_test_sandbox$/im);
  assert.match(head, /^accept-encoding: identity$/im);
  assert.match(head, /^user-agent: xaalis-js/im);
  assert.match(head, /^content-type: application\/json/im);
  assert.equal(JSON.parse(at.bodies[0] ?? "").amount, 1_000);
});

const LOST: Record<string, Answer> = { closing, reset, cut, garbage, huge };
for (const [name, answer] of Object.entries(LOST)) {
  test(`a payment whose answer is lost is unknown, and sent once: ${name}`, async (context) => {
    const at = await server(context);
    at.answers.set(CHARGES, answer);
    const error = await caught(client(at).charges.create(CHARGE));
    assert(error instanceof OutcomeUnknown, String(error));
    assert.equal(at.count(POST), 1);
    assert(error.cause instanceof NoAnswer);
    assert.equal(error.cause instanceof AnswerTooLarge, name === "huge");
  });
}

test("a connection that was used before and is closed under a payment does not send it twice", async (context) => {
  const at = await server(context);
  const senfenico = client(at);
  await senfenico.charges.create(CHARGE);
  at.answers.set(CHARGES, reset);
  assert(await caught(senfenico.charges.create(CHARGE)) instanceof OutcomeUnknown);
  assert.equal(at.count(POST), 2);
});

for (const [name, answer] of Object.entries({ silent, dripping })) {
  test(`the deadline is for the whole: ${name}`, async (context) => {
    const at = await server(context);
    at.answers.set(CHARGES, answer);
    const begun = performance.now();
    const error = await caught(client(at, 300).charges.create(CHARGE));
    assert(error instanceof OutcomeUnknown, String(error));
    const passed = performance.now() - begun;
    assert(passed > 290 && passed < 2_000, `${passed}`);
    assert.equal(at.count(POST), 1);
  });
}

test("a transport that never answers is given up", async () => {
  const { exchange } = await import("../src/exchange.js");
  const failures: unknown[] = [];
  const hearer = {
    answered: () => assert.fail(),
    begun: () => assert.fail(),
    part: () => assert.fail(),
    ended: () => assert.fail(),
    failed: (failure: string) => void failures.push(failure),
  };
  const sent = { method: "GET", url: "http://127.0.0.1/", headers: [], body: null, timeoutMs: 50, maxBody: 1, inParts: true } as const;
  await exchange({ send: () => new Promise(() => {}) }, sent, hearer, undefined);
  async function* body() {
    await new Promise(() => {});
    yield new Uint8Array();
  }
  const rest = await exchange({ send: async () => ({ status: 200, headers: [], body: body() }) }, sent, { ...hearer, begun: () => {} }, undefined);
  await rest?.all();
  assert.deepEqual(failures, ["maybe_sent", "maybe_sent"]);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`no redirect is followed: ${status}`, async (context) => {
    const [at, elsewhere] = [await server(context), await server(context)];
    at.answers.set(CHARGES, reply(status, "", `Location: ${elsewhere.url}/`));
    assert(await caught(client(at).charges.create(CHARGE)) instanceof OutcomeUnknown);
    assert.equal(at.requests.length, 1);
    assert.equal(elsewhere.connections, 0);
  });
}

test("a redirect as a browser shows it is no answer, and one that was followed is none either", async () => {
  const opaque = Object.defineProperties(new Response(null), { type: { value: "opaqueredirect" }, status: { value: 0 } });
  const followed = Object.defineProperty(new Response(JSON.stringify(CREATED)), "redirected", { value: true });
  for (const answer of [opaque, followed]) {
    const told: RequestInit[] = [];
    const senfenico = new Senfenico({
      apiKey: KEY,
      fetch: async (_, init) => {
        told.push(init);
        return answer;
      },
    });
    assert(await caught(senfenico.charges.create(CHARGE)) instanceof OutcomeUnknown);
    assert.deepEqual(told.map(({ redirect }) => redirect), ["manual"]);
  }
});

test("what certainly never left is not sent", async (context) => {
  const gone = await Loopback.start();
  const { url } = gone;
  await gone.stop();
  const payment = await new Senfenico({ apiKey: KEY, baseUrl: url }).begin("op", { kind: "create_charge", charge: CHARGE });
  const step = await payment.advance();
  assert(step.kind === "waiting" && step.why === "backoff");
  assert(payment.transportError instanceof ConnectFailed && /ECONNREFUSED/.test(payment.transportError.message));
  payment.stop();
  const error = await caught(payment.run());
  assert(error instanceof PaymentNotSent && error.retryable);

  const nowhere = await new Senfenico({ apiKey: KEY, baseUrl: "https://nowhere.invalid" }).begin("op", { kind: "fetch_balances" });
  await nowhere.advance();
  assert(nowhere.transportError instanceof ConnectFailed, String(nowhere.transportError));

  const at = await server(context);
  const tls = await new Senfenico({ apiKey: KEY, baseUrl: at.url.replace("http:", "https:") }).begin("op", { kind: "create_charge", charge: CHARGE });
  const next = await tls.advance();
  // A server that speaks no TLS: bytes of a handshake have left, none of the request. Not provable in all places.
  assert.equal(at.requests.length, 0);
  assert(next.kind === "waiting" || next.kind === "done");
});

test("the errors of other runtimes are read for what they prove", async () => {
  const failing = (error: unknown) => ({ apiKey: KEY, fetch: () => Promise.reject(error) });
  const kinds = async (error: unknown) => {
    const payment = await new Senfenico(failing(error)).begin("op", { kind: "create_charge", charge: CHARGE });
    await payment.advance();
    return payment.transportError instanceof ConnectFailed;
  };
  const caused = (cause: object) => Object.assign(new TypeError("fetch failed"), { cause });
  const refused = { code: "ECONNREFUSED", syscall: "connect" };
  assert.equal(await kinds(caused(refused)), true);
  assert.equal(await kinds(caused({ code: "ECONNREFUSED", errors: [refused, refused] })), true);
  assert.equal(await kinds(caused({ code: "ECONNRESET", errors: [refused, { code: "ECONNRESET", syscall: "read" }] })), false);
  assert.equal(await kinds(caused({ code: "ENOTFOUND", syscall: "getaddrinfo" })), true);
  assert.equal(await kinds(caused({ code: "UND_ERR_CONNECT_TIMEOUT" })), true);
  assert.equal(await kinds(caused({ code: "CERT_HAS_EXPIRED" })), true);
  for (const code of ["ConnectionRefused", "ECONNREFUSED", "ENOTFOUND"]) {
    assert.equal(await kinds(Object.assign(new TypeError("Unable to connect"), { code })), true, "as Bun says it");
  }
  assert.equal(await kinds(new TypeError("error sending request for url: client error (Connect): tcp connect error")), true);
  for (const maybe of [
    caused({ code: "ECONNRESET", syscall: "read" }),
    caused({ code: "UND_ERR_SOCKET" }),
    caused({ code: "EPIPE", syscall: "write" }),
    caused({ errors: [] }),
    new TypeError("Failed to fetch"),
    new TypeError("Load failed"),
    new Error("Network connection lost."),
    "a string",
    undefined,
  ]) {
    assert.equal(await kinds(maybe), false, String(maybe));
  }
});

test("Deno, which would send a payment again, gets a connection of its own for each", async (context) => {
  const client = {};
  const made: object[] = [];
  const createHttpClient = (options: object) => {
    made.push(options);
    return client;
  };
  Object.defineProperty(globalThis, "Deno", { value: { createHttpClient }, configurable: true });
  context.after(() => delete (globalThis as { Deno?: object }).Deno);
  const told: (RequestInit & { client?: object })[] = [];
  const fetch = async (_: string, init: RequestInit) => {
    told.push(init);
    return new Response(JSON.stringify(CREATED));
  };
  const senfenico = new Senfenico({ apiKey: KEY, fetch });
  for (let count = 0; count < 2; count += 1) await senfenico.charges.create(CHARGE);
  await caught(senfenico.charges.list());
  assert.deepEqual(made, [{ poolMaxIdlePerHost: 0 }]);
  assert.deepEqual(told.map((init) => [init.method, init.client === client]).slice(0, 3), [["POST", true], ["POST", true], ["GET", false]]);
});

test("an answer may be no, or strange, and is read as it came", async (context) => {
  const at = await server(context);
  at.answers.set(CHARGES, reply(400, { status: false, message: "no", errors: { amount: ["too small"] } }));
  const error = await caught(client(at).charges.create(CHARGE));
  assert(error instanceof PaymentRejected && error.httpStatus === 400);
  at.answers.set(CHARGES, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const text = JSON.stringify(CREATED);
    for (const letter of text) socket.write(`1\r\n${letter}\r\n`);
    socket.write("0\r\n\r\n");
  });
  assert.equal((await client(at).charges.create(CHARGE)).reference, "ch_1");
});

test("the key goes to the account's host alone", async (context) => {
  const at = await server(context);
  await client(at).charges.create(CHARGE);
  const addresses: string[] = [];
  const fetch = async (url: string) => {
    addresses.push(new URL(url).host);
    return new Response(JSON.stringify(CREATED));
  };
  await new Senfenico({ apiKey: KEY, fetch }).charges.create(CHARGE);
  assert.deepEqual(addresses, ["api.senfenico.com"]);
  assert.throws(() => new Senfenico({ apiKey: KEY, baseUrl: "http://shop.example" }), /baseUrl/);
});

test("a transport that answers nonsense has sent all the same", async () => {
  for (const answer of [undefined, null, {}, { status: 200 }, { status: "200", headers: [], body: "" }, { status: 200, headers: [], body: 7 }]) {
    const transport = { send: () => Promise.resolve(answer as never) };
    const senfenico = new Senfenico({ apiKey: KEY, transport, journal: new MemoryJournal() });
    assert(await caught(senfenico.charges.create(CHARGE)) instanceof OutcomeUnknown);
  }
  const throwing = new Senfenico({ apiKey: KEY, transport: { send: () => { throw new Error("at once"); } } });
  assert(await caught(throwing.charges.create(CHARGE)) instanceof OutcomeUnknown);
});

test("a list of a hundred thousand items passes through", async (context) => {
  const at = await server(context);
  const path = "/v1/payment/charges";
  at.answers.set(path, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"status":true,"data":[');
    let made = 0;
    const more = () => {
      while (made < 100_000) {
        const item = `${made === 0 ? "" : ","}{"reference":"ch_${made}","status":"success","amount":1,"filler":"${"x".repeat(180)}"}`;
        made += 1;
        if (!socket.write(item)) return void socket.once("drain", more);
      }
      socket.end("]}");
    };
    more();
  });
  let count = 0;
  for await (const _ of client(at).charges.iter()) count += 1;
  assert.equal(count, 100_000);
});
