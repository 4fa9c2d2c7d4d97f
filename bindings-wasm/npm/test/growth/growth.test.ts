/**
 * Calls, and a tenth as many aborted ones, over `fetch` and loopback: neither wasm's memory nor JavaScript's heap grows.
 * `cargo xtask bench growth`: 100,000 of them.
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const CALLS = Number(process.env["XAALIS_CALLS"] ?? 5_000);
const ABORTED = CALLS / 10;
const TENTHS = 10;
/** Calls before the first is counted: code is compiled, connections stand. */
const WARM = 2_000;
/** Calls under way at once. */
const LANES = 8;
/**
 * What the least of the heap may differ by between the halves, in bytes: code that is compiled later. A sample alone says
 * little: buffers of connections come and go by two megabytes.
 */
const SLACK = 1_000_000;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** The memories of all wasm that is loaded from here on. */
const memories: WebAssembly.Memory[] = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const made: WebAssembly.Instance = Reflect.construct(target, given);
    memories.push(made.exports.memory as WebAssembly.Memory);
    return made;
  },
});
const { OperationAborted, Senfenico } = await import("xaalis");

const server = fork(new URL("./server.mjs", import.meta.url));
const [port] = await once(server, "message");
after(() => server.kill());
/** Forgets, as otherwise the records would be what grows. */
const journal = { put: () => "stored" as const, get: () => null, unfinished: () => [] };
const senfenico = new Senfenico({ apiKey: "sk_test_growth", baseUrl: `http://127.0.0.1:${port}`, journal });

interface Sample {
  readonly wasm: number;
  readonly heap: number;
  readonly rss: number;
}

async function sample(): Promise<Sample> {
  // Sockets that were broken off are closed by the next turns.
  await new Promise((resolve) => setTimeout(resolve, 300));
  collect();
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const wasm = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { wasm, heap: heapUsed + arrayBuffers, rss };
}

async function lanes(times: number, call: (turn: number) => Promise<unknown>): Promise<void> {
  let turn = 0;
  const lane = async (): Promise<void> => {
    while (turn < times) await call((turn += 1));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const CALL = [
  () => senfenico.charges.fetch("ch_1"),
  () => senfenico.charges.create({ amount: 1_000, phone: "76000000" }),
  () => senfenico.charges.fetch("a b").catch(() => {}),
  () => senfenico.charges.create({ amount: 1_000, phone: "76000000" }, { opId: "op-1" }),
  async () => {
    for await (const _ of senfenico.charges.iter()) break;
  },
] as const;

async function aborted(turn: number): Promise<void> {
  const control = new AbortController();
  const ways = [() => {}, () => setImmediate(() => control.abort()), () => setTimeout(() => control.abort(), turn % 4)];
  if (turn % 3 === 0) control.abort();
  else ways[turn % 3]?.();
  const error = await senfenico.charges.fetch(`silent-${turn}`, { signal: control.signal }).catch((error: unknown) => error);
  assert(error instanceof OperationAborted, String(error));
}

for (const [name, times, call] of [
  [`${CALLS} calls`, CALLS, (turn: number) => CALL[turn % CALL.length]?.()],
  [`${ABORTED} aborted calls`, ABORTED, aborted],
] as const) {
  test(name, async () => {
    const samples: Sample[] = [];
    const begun = performance.now();
    await lanes(Math.min(WARM, times), async (turn) => call(turn));
    for (let tenth = 0; tenth < TENTHS; tenth += 1) {
      await lanes(times / TENTHS, async (turn) => call(turn));
      samples.push(await sample());
    }
    const [first, last] = [samples[0], samples.at(-1)];
    assert(first !== undefined && last !== undefined && first.wasm > 0);
    const kb = (bytes: number) => Math.round(bytes / 1_000);
    const seconds = Math.round((performance.now() - begun) / 1_000);
    const figures = { name, seconds, wasm: [kb(first.wasm), kb(last.wasm)], heap: [kb(first.heap), kb(last.heap)], process: [kb(first.rss), kb(last.rss)] };
    console.log(`growth: ${JSON.stringify(figures)}`);
    assert.equal(last.wasm, first.wasm);
    const least = (of: readonly Sample[]) => Math.min(...of.map(({ heap }) => heap));
    const grown = least(samples.slice(TENTHS / 2)) - least(samples.slice(0, TENTHS / 2));
    assert(grown < SLACK, `the heap, kB: ${samples.map(({ heap }) => kb(heap)).join(", ")}`);
  });
}
