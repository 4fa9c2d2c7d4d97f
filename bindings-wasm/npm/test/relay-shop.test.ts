/** What a shop could get wrong with a relay, and what a relay does with stores and frameworks that do. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import express from "express";
import { ConnectFailed, InvalidInput, type Journal, MemoryJournal, NoAnswer, Senfenico, type Transport } from "xaalis";
import { type MintOptions, MemoryTally, Relay, type RelayOptions, type Tally } from "xaalis/relay";
import { PostgresTally } from "xaalis/postgres";
import { Sandbox } from "xaalis/sandbox";
import { caught } from "./caught.js";
import { ofMany, tallies } from "./tally-contract.js";

const SECRET = "relay-secret-canary-0123456789abcdefghijklm";
const PAGE = "https://shop.example";
const OPTIONS: RelayOptions = { url: `${PAGE}/xaalis/pay`, keys: { a1: SECRET }, origins: [PAGE] };

interface Shop {
  readonly transport?: Transport;
  readonly journal?: Journal;
  readonly lines?: string[];
}

function made(changes: object = {}, { transport = new Sandbox(), journal = new MemoryJournal(), lines = [] }: Shop = {}): Relay {
  const hears = (line: string) => void lines.push(line);
  const senfenico = new Senfenico({ apiKey: "sk_test_canary_5f2c9a", transport, journal, logger: { debug: hears, info: hears, warn: hears } });
  return new Relay(senfenico, { ...OPTIONS, ...changes });
}

async function posted(relay: Relay, token: string, body: object | string): Promise<any> {
  const headers = { authorization: `Bearer ${token}`, origin: PAGE, "content-type": "application/json" };
  const given = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await relay.handle(new Request(OPTIONS.url, { method: "POST", headers, body: given }));
  return { status: answer.status, ...(await answer.json() as object) };
}

const START = { do: "start", attempt: 1, phone: "76000000" };

test("settings are refused by argument, in both languages, without a secret", () => {
  const cases: [object, string][] = [
    [{ url: "http://shop.example/pay" }, "url"],
    [{ url: 1 }, "url"],
    [{ keys: {} }, "keys"],
    [{ keys: [["a1", SECRET]] }, "keys"],
    [{ keys: { a1: "canary" } }, "keys"],
    [{ keys: { "a 1": SECRET } }, "keys"],
    [{ keys: { a1: undefined } }, "keys"],
    [{ keys: { 2: SECRET, 1: `${SECRET}x` } }, "keys"],
    [{ keys: new Map([[1, SECRET]]) }, "keys"],
    [{ keys: { a1: "sk_test_canary_5f2c9a" } }, "keys"],
    [{ origins: PAGE }, "origins"],
    [{ origins: [] }, "origins"],
    [{ origins: [`${PAGE}/`] }, "origins"],
    [{ collect: 1 }, "collect"],
    [{ checkout: `${PAGE}/paid` }, "checkout"],
    [{ checkout: [`${PAGE}/paid`, "nowhere"] }, "checkout"],
    [{ checkout: [`${PAGE}/paid`] }, "checkout"],
    [{ atOnce: 0 }, "atOnce"],
    [{ atOnce: 1.5 }, "atOnce"],
    [{ atOnce: "8" }, "atOnce"],
    [{ tally: {} }, "tally"],
  ];
  for (const [changes, field] of cases) {
    const error = refusal(() => made(changes));
    assert.equal(error.field, field, JSON.stringify(changes));
    assert(!/canary/.test(`${error}${error.merchantTextFr}${JSON.stringify(error)}`), String(error));
  }
  assert.equal(refusal(() => new Relay({} as never, OPTIONS)).field, "client");
  assert.equal(refusal(() => new Relay(null as never, OPTIONS)).field, "client");
  assert.equal(refusal(() => new Relay(new Senfenico({ apiKey: "sk_test_sandbox" }), undefined as never)).field, "options");
  const french = refusal(() => made({ keys: { 2: SECRET, 1: SECRET } })).messageFr;
  assert.match(french, /des noms qui commencent par une lettre, ou une Map/);
  // One number is the first, whatever it is.
  assert(made({ keys: { 2026: SECRET } }));
  assert(made({ keys: new Map([["2", SECRET], ["1", `${SECRET}x`]]) }));
});

test("a journal that lasts wants a tally that is shared", () => {
  const journal: Journal = { put: () => "stored", get: () => null, unfinished: () => [] };
  assert.equal(refusal(() => made({}, { journal })).field, "tally");
  assert(made({ tally: new MemoryTally() }, { journal }));
});

test("a token is refused by argument", async () => {
  const cases: [unknown, object, string][] = [
    ["a b", { amount: 1_500 }, "order"],
    ["o".repeat(51), { amount: 1_500 }, "order"],
    [true, { amount: 1_500 }, "order"],
    [1.5, { amount: 1_500 }, "order"],
    [-0.1, { amount: 1_500 }, "order"],
    [42, { amount: 0 }, "amount"],
    [42, { amount: "1500" }, "amount"],
    [42, { amount: 15.5 }, "amount"],
    [42, {}, "amount"],
    [42, { amount: 1_500, operation: "payout" }, "operation"],
    [42, { amount: 1_500, operation: "checkout" }, "operation"],
    [42, { amount: 1_500, seconds: 3_601 }, "seconds"],
    [42, { amount: 1_500, origins: ["https://evil.example"] }, "origins"],
    [42, { amount: 1_500, phone: "7600canary" }, "phone"],
    [42, { amount: 1_500, second: 60 }, "second"],
    [Promise.resolve(42), { amount: 1_500 }, "order"],
  ];
  for (const [order, options, field] of cases) {
    const error = await caught(made().mint(order as string, options as MintOptions));
    assert(error instanceof InvalidInput && error.field === field, `${error}, not ${field}`);
    assert.doesNotMatch(`${error}${error.merchantTextFr}`, /canary/);
  }
  assert.equal(((await caught(made().mint("42", 1_500 as never))) as InvalidInput).field, "options");
  for (const order of ["42", 42, 42n, "ab_C-9"]) {
    const token = await made().mint(order, { amount: 1_500, phone: undefined });
    const claims = JSON.parse(atob(token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? ""));
    assert.deepEqual([claims.sub, claims.amt, claims.exp - claims.iat, claims.op], [String(order), 1_500, 900, "collect"]);
  }
});

test("a token has the world's time, not the process's", async () => {
  const fetch = async () => Response.json({});
  const relay = new Relay(new Senfenico({ apiKey: "sk_test_sandbox", fetch }), OPTIONS);
  await relay.mint("1", { amount: 100 });
  const { now } = Date;
  try {
    Date.now = () => now() + 7_200_000;
    const token = await relay.mint("1", { amount: 100 });
    const { iat } = JSON.parse(atob(token.split(".")[1] ?? ""));
    assert.equal(Math.abs(iat * 1_000 - Date.now()) < 5_000, true);
  } finally {
    Date.now = now;
  }
});

test("what holds keys shows none", async () => {
  const relay = made();
  const token = await relay.mint(42, { amount: 1_500 });
  for (const text of [inspect(relay, { depth: 9, showHidden: true }), JSON.stringify(relay), `${relay}`]) {
    assert(!text.includes("canary") && !text.includes(token), text);
  }
  assert.equal(inspect(relay), `<Relay ${OPTIONS.url}>`);
});

test("a store that answers nonsense is down, and nothing is sent", async () => {
  const [journal, tally] = [new MemoryJournal(), new MemoryTally()];
  const nonsense: [Partial<Journal>, Partial<Tally>, string][] = [
    [{}, { take: () => "3" as never }, "tally"],
    [{}, { take: () => Number.NaN }, "tally"],
    [{}, { hold: () => 1 as never }, "tally"],
    [{ put: () => undefined as never }, {}, "journal"],
    [{ put: () => "kept" as never }, {}, "journal"],
    [{ get: () => ({ kind: "nonsense" }) as never }, {}, "journal"],
    [{ get: () => Promise.reject(new Error("canary")) }, {}, "journal"],
  ];
  for (const [wrongJournal, wrongTally, what] of nonsense) {
    const lines: string[] = [];
    const sandbox = new Sandbox();
    const ours: Journal = { put: (record) => journal.put(record), get: (opId) => journal.get(opId), unfinished: () => [], ...wrongJournal };
    const theirs: Tally = {
      take: (...given) => tally.take(...given), hold: (...given) => tally.hold(...given), free: (...given) => tally.free(...given), ...wrongTally,
    };
    const relay = made({ tally: theirs }, { transport: sandbox, journal: ours, lines });
    const { status } = await posted(relay, await relay.mint(`o${Math.random()}`.replace(".", ""), { amount: 1_500 }), START);
    assert.equal(status, 503, what);
    assert.equal(await sandbox.requestsSeen(), 0);
    assert(lines.some((line) => line.includes(`the ${what} failed: `)) && !lines.join().includes("canary"), lines.join("\n"));
  }
});

test("what a transport loses may have been sent; `ConnectFailed` alone says that nothing was", async () => {
  for (const [error, next] of [[new ConnectFailed("no"), 1], [new NoAnswer("?"), undefined], [new TypeError("?"), undefined]] as const) {
    const clock = new Sandbox().clock;
    const transport: Transport = { clock, send: () => Promise.reject(error) };
    const relay = made({}, { transport });
    const said = await posted(relay, await relay.mint(42, { amount: 1_500 }), START);
    assert.equal(said.next_attempt ?? undefined, next, JSON.stringify(said));
  }
});

test("a journal is told of each ending once, before the page is; and of one that throws the page hears nothing", async () => {
  const told: unknown[][] = [];
  const lines: string[] = [];
  const sandbox = new Sandbox();
  const journal = new MemoryJournal() as Journal;
  journal.ended = async (...given) => {
    told.push([...given.slice(0, 2), (given[2] as { kind: string }).kind]);
    throw new Error("canary");
  };
  const relay = made({}, { transport: sandbox, journal, lines });
  const token = await relay.mint(42, { amount: 1_500 });
  const view = await posted(relay, token, START);
  assert.deepEqual([view.state, told], ["asking", []]);
  const done = await posted(relay, token, { do: "code", rev: view.rev, code: "123456" });
  assert.deepEqual([done.state, told], ["done", [["relay-42-1", "collect", "settled"]]]);
  await posted(relay, token, START);
  assert.equal(told.length, 1);
  assert(lines.some((line) => /relay-42-1: has ended, but nobody could be told: Error/.test(line)));
  for (const word of ["canary", token, "76000000", "123456", "eyJ"]) assert(!lines.join().includes(word), word);
  assert(lines.some((line) => /^relay relay-42-1: POST \/v1\/payment\/charges\/ -> 20\d in \d+ ms/.test(line)), lines.join("\n"));
});

test("a body that was read already is told, and one too large is answered", async () => {
  const relay = made();
  const token = await relay.mint(42, { amount: 1_500 });
  const read = new Request(OPTIONS.url, { method: "POST", body: "{}" });
  await read.text();
  for (const wrong of [read, null, {}, "GET"]) {
    const error = await caught(relay.handle(wrong as Request));
    assert(error instanceof InvalidInput && error.field.startsWith("request"), String(error));
  }
  assert.equal((await posted(relay, token, "x".repeat(100_000))).status, 413);
  const app = express();
  app.use("/raw", express.raw({ type: "*/*" }), rooted(relay));
  app.use("/parsed", express.json(), rooted(relay));
  app.use("/plain", rooted(relay));
  const told: unknown[] = [];
  app.use((error: unknown, _: unknown, response: express.Response, _next: unknown) => {
    told.push(error);
    response.status(500).end();
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sent = (path: string, method: string, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, origin: PAGE, "content-type": "application/json" };
      const asked = ask({ port, path, method, headers }, (answer) => answer.resume().on("end", () => resolve(answer.statusCode ?? 0)));
      asked.on("error", reject).end(body);
    });
  assert.equal(await sent("/raw", "POST", JSON.stringify(START)), 200);
  assert.equal(await sent("/plain", "POST", JSON.stringify(START)), 200);
  assert.equal(await sent("/plain", "POST", "x".repeat(3_000_000)), 413, "its answer arrives although it is not read");
  assert.equal(await sent("/raw", "POST", "x".repeat(50_000)), 413);
  assert.equal(await sent("/parsed", "GET"), 200);
  assert.equal(await sent("/parsed", "POST", JSON.stringify(START)), 500);
  assert.match(String(told[0]), /InvalidInput.*express\.json/);
  server.close();
});

/** As if the framework had not been told where the relay is. */
function rooted(relay: Relay): express.RequestHandler {
  return (request, response, next) => {
    request.originalUrl = "/xaalis/pay";
    return relay.node(request, response, next);
  };
}

test("who goes away before the body is whole is not answered", async () => {
  const relay = made();
  const listeners = new Map<string, (...told: unknown[]) => void>();
  const request = {
    method: "POST", url: "/xaalis/pay", rawHeaders: [],
    on: (event: string, listener: () => void) => listeners.set(event, listener),
    off: () => {}, resume: () => {},
  };
  let isAnswered = false;
  const served = relay.node(request, { statusCode: 0, setHeader: () => {}, end: () => (isAnswered = true) });
  listeners.get("data")?.(new Uint8Array(5));
  listeners.get("close")?.();
  await served;
  assert.equal(isAnswered, false);
});

test("memory counts and holds", async () => {
  const tally = new MemoryTally();
  await tallies(tally);
  await ofMany([tally]);
});

test("a table is Python's", () => {
  const pool = { query: () => Promise.reject(new Error("none")) };
  const python = (file: string) => readFileSync(new URL(`../../../bindings-python/python/xaalis/${file}`, import.meta.url), "utf8");
  const template = /TALLY_SCHEMA = """(.*?)"""/s.exec(python("postgres.py"))?.[1] ?? "";
  const { schema } = new PostgresTally(pool, { table: "payments.tally" });
  assert.equal(schema, template.replaceAll("{table}", "payments.tally").replaceAll("{name}", "payments_tally"));
  assert(python("tally.py").includes(readFileSync(new URL("../src/tally/rows.ts", import.meta.url), "utf8").split("`")[1] ?? "none"));
  for (const table of ["a b", 'x"; DROP TABLE orders', 1 as never]) {
    assert.equal(refusal(() => new PostgresTally(pool, { table })).field, "table");
  }
  assert.equal(refusal(() => new PostgresTally({} as never)).field, "pool");
});

function refusal(make: () => unknown): InvalidInput {
  try {
    make();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  return assert.fail("taken");
}
