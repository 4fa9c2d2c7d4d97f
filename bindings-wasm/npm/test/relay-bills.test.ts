/** What a shop could get wrong with a relay of bills, and what a relay does with hooks that do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Dexchange, InvalidInput, MemoryJournal, Senfenico } from "xaalis";
import { type Codes, type MintOptions, Relay, type RelayOptions } from "xaalis/relay";
import { Sandbox } from "xaalis/sandbox";
import { DexchangeWebhooks, webhookHandler } from "xaalis/webhooks";
import { caught } from "./caught.js";

const SECRET = "relay-secret-canary-0123456789abcdefghijklm";
const PAGE = "https://shop.example";
const OPTIONS: RelayOptions = { url: `${PAGE}/xaalis/pay`, keys: { a1: SECRET }, origins: [PAGE], bills: true };
/** Of the sandbox. */
const BILL = { amount: 200_000, service: "SENELEC_SN_BILL", customer: "210278816" };
const METER = { amount: 5_000, service: "WOYOFAL_SN_BILL", customer: "07061270877" };
const CALLBACKS = { base: `${PAGE}/dexchange`, secrets: ["callbacks-canary-0123"] };
const START = { do: "start", attempt: 1 };

function made(changes: object = {}, lines: string[] = [], transport = new Sandbox()): Relay {
  const hears = (line: string) => void lines.push(line);
  const logger = { debug: hears, info: hears, warn: hears };
  return new Relay(new Dexchange({ apiKey: "dx_test_canary_5f2c9a", transport, logger }), { ...OPTIONS, ...changes });
}

function memory(): Codes & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, keep: (order, code) => void kept.set(order, code), recall: (order) => kept.get(order) };
}

async function said(relay: Relay, token: string, body?: object): Promise<any> {
  const headers = { authorization: `Bearer ${token}`, origin: PAGE, ...(body && { "content-type": "application/json" }) };
  const answer = await relay.handle(new Request(OPTIONS.url, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers }));
  return { status: answer.status, ...(await answer.json() as object) };
}

test("settings are refused by argument, in both languages, without a secret", () => {
  const codes = memory();
  const cases: [object, string][] = [
    [{ bills: 1 }, "bills"],
    [{ bills: false }, "bills"],
    [{ bills: undefined }, "bills"],
    [{ callbacks: "https://canary.example" }, "callbacks"],
    [{ callbacks: null }, "callbacks"],
    [{ callbacks: { base: CALLBACKS.base } }, "callbacks"],
    [{ callbacks: { base: 1, secrets: CALLBACKS.secrets } }, "callbacks"],
    [{ callbacks: { ...CALLBACKS, secrets: "callbacks-canary-0123" } }, "callbacks"],
    [{ callbacks: { ...CALLBACKS, secrets: [] } }, "callbacks"],
    [{ callbacks: { ...CALLBACKS, secrets: ["canary"] } }, "callbacks"],
    [{ callbacks: { ...CALLBACKS, base: "http://shop.example/canary" } }, "callbacks"],
    [{ callbacks: { ...CALLBACKS, base: `${CALLBACKS.base}?canary` } }, "callbacks"],
    [{ codes: true }, "codes"],
    [{ codes: { keep: codes.keep } }, "codes"],
    [{ codes: new Map() }, "codes"],
    [{ collect: true }, "client"],
    [{ checkout: [`${PAGE}/paid`, `${PAGE}/cart`] }, "client"],
  ];
  for (const [changes, field] of cases) {
    const error = refusal(() => made(changes));
    assert.equal(error.field, field, inspect(changes));
    const texts = `${error}${error.messageFr}${error.merchantTextFr}${JSON.stringify(error)}`;
    assert.doesNotMatch(texts, /canary/);
    assert.notEqual(error.messageFr, error.message);
  }
  const senfenico = new Senfenico({ apiKey: "sk_test_sandbox" });
  assert.equal(refusal(() => new Relay(senfenico, OPTIONS)).field, "client");
  for (const [name, value] of Object.entries({ callbacks: CALLBACKS, codes })) {
    const error = refusal(() => new Relay(senfenico, { ...OPTIONS, bills: false, [name]: value }));
    assert.deepEqual([error.field, error.problem], [name, "given without bills"]);
  }
  assert(made({ callbacks: CALLBACKS, codes, collect: false }));
});

test("a token is refused by argument", async () => {
  const cases: [object, string][] = [
    [{ ...BILL, customer: undefined }, "customer"],
    [{ ...BILL, customer: "12 canary!" }, "customer"],
    [{ ...BILL, customer: 210_278_816 }, "customer"],
    [{ ...BILL, service: "RAPIDO_SN_BILL" }, "service"],
    [{ ...BILL, service: 1 }, "service"],
    [{ ...BILL, service: undefined }, "service"],
    [{ amount: 1_500 }, "service"],
    [{ ...BILL, operation: "collect" }, "operation"],
    [{ ...BILL, amount: 0 }, "amount"],
    // Nobody keeps its code.
    [METER, "service"],
  ];
  for (const [options, field] of cases) {
    const error = await caught(made().mint("42", options as MintOptions));
    assert(error instanceof InvalidInput && error.field === field, `${error}, not ${field}`);
    assert.doesNotMatch(`${error}${error.merchantTextFr}`, /canary/);
  }
  const collecting = new Relay(new Senfenico({ apiKey: "sk_test_sandbox" }), { ...OPTIONS, bills: false });
  assert.equal(((await caught(collecting.mint("42", BILL))) as InvalidInput).field, "operation");
  assert.equal(((await caught(collecting.mint("42", { ...BILL, operation: "collect" }))) as InvalidInput).field, "service");
  const claims = JSON.parse(atob((await made().mint("42", BILL)).split(".")[1] ?? ""));
  assert.deepEqual([claims.op, claims.svc, claims.cus, claims.amt], ["pay_bill", BILL.service, BILL.customer, BILL.amount]);
});

test("a code is kept before it is shown, and shown from where it was kept", async () => {
  const codes = memory();
  const lines: string[] = [];
  const relay = made({ codes }, lines);
  const token = await relay.mint("42", METER);
  const paid = await said(relay, token, START);
  const code = codes.kept.get("42") ?? "";
  assert.match(code, /^[\d -]{16,}$/);
  assert.deepEqual([paid.outcome.kind, paid.outcome.token], ["settled", code]);
  codes.kept.set("42", "1111 2222 3333 4444 5555");
  assert.equal((await said(relay, token)).outcome.token, "1111 2222 3333 4444 5555");
  assert(!lines.join().includes(code) && !lines.join().includes("1111 2222"), lines.join("\n"));
  assert.doesNotMatch(inspect(relay, { depth: 9, showHidden: true }), /canary/);
});

test("a hook that fails to keep: its customer sees the code, no line does, and it is kept at the next look", async () => {
  const fails: [string, (codes: Codes) => Partial<Codes>][] = [
    ["keep throws", () => ({ keep: (_, code) => { throw new Error(code); } })],
    ["keep rejects", () => ({ keep: async (_, code) => Promise.reject(new Error(code)) })],
    ["keep throws the code itself", () => ({ keep: (_, code) => { throw code; } })],
  ];
  for (const [name, failing] of fails) {
    const [codes, lines, sandbox] = [memory(), [] as string[], new Sandbox()];
    let works = false;
    let seen = "";
    const wrong = failing(codes);
    const relay = made({
      codes: {
        keep: (order: string, code: string) => {
          seen = code;
          return works ? codes.keep(order, code) : wrong.keep?.(order, code);
        },
        recall: codes.recall,
      },
    }, lines, sandbox);
    const token = await relay.mint("42", METER);
    assert.equal((await said(relay, token, START)).outcome.token, seen, name);
    assert(seen.length >= 16 && codes.kept.size === 0, name);
    assert(lines.some((line) => line.startsWith("relay relay-42-1: the codes failed: ")), lines.join("\n"));
    assert(!lines.join().includes(seen), name);
    works = true;
    const shown = await said(relay, token);
    assert.deepEqual([shown.outcome.kind, shown.outcome.token], ["settled", seen], name);
    assert.equal(codes.kept.get("42"), seen);
    assert.equal(await paid(sandbox), 1, name);
  }
});

test("a hook that recalls nonsense is down, and logged; then, as where it recalls nothing, the vendor is asked", async () => {
  for (const wrong of [1, {}, [], true, Symbol("canary"), 10n]) {
    const [lines, sandbox] = [[] as string[], new Sandbox()];
    let is: unknown;
    const codes = { keep() {}, recall: () => is as never };
    const relay = made({ codes }, lines, sandbox);
    const token = await relay.mint("42", METER);
    const { token: code } = (await said(relay, token, START)).outcome;
    assert(code.length >= 16);
    is = wrong;
    assert.equal((await said(relay, token)).outcome.token, code, String(wrong));
    assert(lines.some((line) => line.includes("the codes failed: ")) && !lines.join().includes("canary"), lines.join("\n"));
    for (const nothing of [undefined, null, ""]) {
      is = nothing;
      await sandbox.passTime(60_000);
      assert.equal((await said(relay, token)).outcome.token, code, String(nothing));
    }
  }
});

test("callbacks are to an address that the shop's own reader knows", async () => {
  const sandbox = new Sandbox();
  const bodies: any[] = [];
  const transport = new Proxy(sandbox, {
    get: (of, name) => {
      if (name === "send") return (request: { body?: string }) => (request.body && bodies.push(JSON.parse(request.body)), of.send(request as never));
      const value = Reflect.get(of, name);
      return typeof value === "function" ? value.bind(of) : value;
    },
  });
  const relay = made({ callbacks: CALLBACKS, codes: memory() }, [], transport);
  await said(relay, await relay.mint("42", METER), START);
  const { externalTransactionId: id, callBackURL: address, customData } = bodies.at(-1);
  const webhooks = new DexchangeWebhooks(...CALLBACKS.secrets);
  assert.equal(address, await webhooks.callbackUrl(CALLBACKS.base, id));
  assert.equal(customData, await webhooks.customData(id, METER));
});

test("a callback finds the payment that a page began", async () => {
  const [sandbox, journal, codes] = [new Sandbox(), new MemoryJournal(), memory()];
  const dexchange = new Dexchange({ apiKey: "dx_test_canary_5f2c9a", transport: sandbox, journal });
  const relay = new Relay(dexchange, { ...OPTIONS, callbacks: CALLBACKS, codes });
  // Of the sandbox: its code comes later.
  const token = await relay.mint("42", { ...METER, customer: "07061270878" });
  assert.equal((await said(relay, token, START)).state, "waiting");
  await sandbox.passTime(60_000);
  const heard: unknown[] = [];
  const onNotice = (_: unknown, payment: { opId: string } | null) => void heard.push(payment?.opId);
  const handler = webhookHandler({ webhooks: new DexchangeWebhooks(...CALLBACKS.secrets), client: dexchange, onNotice });
  const [delivery] = await sandbox.deliveries();
  assert(delivery !== undefined);
  assert.equal((await handler(new Request(delivery.url, { method: "POST", body: delivery.body }))).status, 200);
  assert.deepEqual(heard, ["relay-42-1"]);
  const view = await said(relay, token);
  assert.deepEqual([view.outcome.kind, view.outcome.token], ["settled", codes.kept.get("42")]);
  assert(codes.kept.has("42"));
});

async function paid(sandbox: Sandbox): Promise<number> {
  return (await sandbox.payments()).length;
}

function refusal(make: () => unknown): InvalidInput {
  try {
    make();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  return assert.fail("taken");
}
