import assert from "node:assert/strict";
import { test } from "node:test";

/** The memories of all wasm that is loaded from here on. */
const memories: WebAssembly.Memory[] = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    const made: WebAssembly.Instance = Reflect.construct(target, given);
    memories.push(made.exports.memory as WebAssembly.Memory);
    return made;
  },
});
const { Senfenico } = await import("xaalis");
const CREATED = '{"status":true,"data":{"reference":"ch_1","status":"send_otp","live_mode":false,"display_text":"Composez"}}';
const LIST = `{"status":true,"data":[${Array.from({ length: 50 }, (_, at) => `{"reference":"ch_${at}","status":"success"}`).join(",")}]}`;
const transport = {
  send: async ({ method }: { method: string }) => ({ status: 200, headers: [], body: method === "POST" ? CREATED : LIST }),
};
/** Forgets, as otherwise the records would be what grows. */
const journal = { put: () => "stored" as const, get: () => null, unfinished: () => [] };
const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport, journal });
const size = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

/** Whatever an operation comes to, its memory is given back without the garbage collector. */
async function everything(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await senfenico.charges.create({ amount: 1_000, phone: "76000000" });
    await senfenico.charges.list();
    for await (const _ of senfenico.charges.iter()) break;
    await senfenico.charges.fetch("a b").catch(() => {});
    await senfenico.payout("op-1", { amount: 200, phone: "70000000", extId: "e" }, { signal: AbortSignal.abort() }).catch(() => {});
    await senfenico.collect("op-1", { amount: 200, phone: "76000000" }).catch(() => {});
    const payment = await senfenico.begin("op-1", { kind: "collect", charge: { amount: 1, phone: "76000000" } });
    await payment.advance();
    payment.close();
  }
}

test("the memory in wasm does not grow", async () => {
  await everything(300);
  const before = size();
  assert(before > 0);
  await everything(1_500);
  assert.equal(size(), before);
});
