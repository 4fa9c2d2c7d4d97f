import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Dexchange, MemoryJournal, Senfenico, type Transport, type TransportRequest } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { DexchangeWebhooks, SenfenicoWebhooks } from "xaalis/webhooks";
import { caught } from "./caught.js";

const KEY = "sk_test_canary4711";
const OLD_KEY = "sk_test_canaryold";
const PHONE = "76554433";
const CODE = "778899";
const WEBHOOK_KEY = "whk_canary_0815_secret";
const CHARGE = { amount: 1_000, phone: PHONE };
const SECRETS = [KEY, OLD_KEY, PHONE, "76 55 44 33", CODE, WEBHOOK_KEY];

/** All that a log, an error tracker or a page may make of it. */
function showsNothing(what: unknown): void {
  const shown = [
    inspect(what),
    inspect(what, { depth: Infinity, showHidden: true, getters: false }),
    inspect({ nested: [what] }, { depth: Infinity }),
    String(what),
    JSON.stringify(what) ?? "",
    JSON.stringify({ ...(what as object) }) ?? "",
    what instanceof Error ? `${what.stack} ${what.message}` : "",
  ];
  for (const text of shown) {
    for (const secret of SECRETS) assert(!text.includes(secret), `${secret} in ${text}`);
  }
}

function client(transport: Transport, journal = new MemoryJournal()): Senfenico {
  return new Senfenico({ apiKey: KEY, earlierKeys: [OLD_KEY], transport, journal });
}

test("what holds a secret shows none", async () => {
  const sandbox = new Sandbox();
  const requests: TransportRequest[] = [];
  const transport: Transport = {
    clock: sandbox.clock,
    send: (request) => {
      requests.push(request);
      return sandbox.send(request);
    },
  };
  const senfenico = client(transport);
  const payment = await senfenico.begin("order-1", { kind: "collect", charge: CHARGE });
  for (const one of [senfenico, senfenico.charges, new Dexchange({ apiKey: "dx_canary_4711", transport }), sandbox, payment]) showsNothing(one);
  await payment.advance();
  showsNothing(payment);
  payment.submitOtp(CODE);
  showsNothing(payment);
  await payment.advance();
  showsNothing(payment);
  assert(requests.some(({ body }) => body?.includes(PHONE)) && requests.some(({ headers }) => JSON.stringify(headers).includes(KEY)));
  for (const request of requests) showsNothing(request);
  for (const hooks of [new SenfenicoWebhooks(WEBHOOK_KEY), new DexchangeWebhooks(WEBHOOK_KEY)]) showsNothing(hooks);
});

test("no error shows a secret", async () => {
  const errors: unknown[] = [];
  const journal = new MemoryJournal();
  const sandbox = new Sandbox();
  const senfenico = client(sandbox, journal);
  const collect = (opId: string, phone: string, code = CODE): Promise<unknown> =>
    caught(senfenico.collect(opId, { ...CHARGE, phone }, { onPrompt: () => code }));
  errors.push(await caught(senfenico.collect("e-1", CHARGE)));
  errors.push(await collect("e-2", `${PHONE}9`));
  errors.push(await collect("e-3", PHONE, CODE));
  errors.push(await collect("e-4", "76009902"));
  errors.push(await caught(senfenico.payout("e-5", { amount: 1, phone: PHONE, extId: PHONE })));
  errors.push(await caught(senfenico.collect("e-1", { amount: 5, phone: PHONE })));
  errors.push(await caught(senfenico.collect(`${PHONE} ${KEY}`, CHARGE)));
  errors.push(await caught(senfenico.charges.submitOtp("ch_nobody", CODE)));
  errors.push(await caught(senfenico.charges.submitOtp("ch_1", { code: CODE } as never)));
  errors.push(await caught(senfenico.begin("e-9", { kind: "collect", charge: { [PHONE]: 1 } } as never)));
  errors.push(await caught(client(sandbox, journal).resume({ ...journal.get("e-1"), state: KEY } as never)));
  for (const wrong of [`${KEY}\n`, { key: KEY }, [KEY]]) errors.push(thrownBy(() => new Senfenico({ apiKey: wrong as never })));
  errors.push(thrownBy(() => new Senfenico({ apiKey: KEY, earlierKeys: [`${OLD_KEY} x`] })));
  errors.push(thrownBy(() => new Senfenico({ apiKey: KEY, baseUrl: `http://user:${WEBHOOK_KEY}@shop.example` })));
  errors.push(await caught(new SenfenicoWebhooks(WEBHOOK_KEY).read(PHONE, WEBHOOK_KEY)));
  errors.push(await caught(new SenfenicoWebhooks(WEBHOOK_KEY).read({ phone: PHONE } as never, "x")));
  assert.equal(errors.length, 18);
  errors.forEach(showsNothing);
});

test("an error of a transport that holds its request is shown by its name alone", async () => {
  const transport: Transport = {
    send: async ({ headers, body }) => {
      throw Object.assign(new Error(`sent ${body}`), { config: { headers, body } });
    },
  };
  const payment = await client(transport).begin("order-1", { kind: "create_charge", charge: CHARGE });
  await payment.advance();
  const error = thrownBy(() => payment.result());
  assert(JSON.stringify((error as { cause: { config: unknown } }).cause.config).includes(KEY), "for who asks");
  showsNothing(error);
  showsNothing(payment);
});

test("an aborted payment shows none", async () => {
  const { senfenico } = { senfenico: client(new Sandbox()) };
  showsNothing(await caught(senfenico.collect("order-1", CHARGE, { signal: AbortSignal.abort() })));
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("no error");
}

