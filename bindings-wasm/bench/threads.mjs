// Calls per second of a pool of worker threads, each with a client of its own.
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { once } from "node:events";
import { FETCHED, KEY } from "./answers.mjs";
import { row } from "./processes.mjs";

/** As many at once in each thread. */
const AT_ONCE = 16;

export async function threads(port, { ms }) {
  const rows = [];
  for (const count of [1, 2, 4]) {
    const ours = await pool("xaalis", port, count, ms * 5);
    const hand = await pool("by hand", port, count, ms * 5);
    const { measure, peer_value, ratio, peer, ...rest } = row(`calls/s of ${count} worker thread${count > 1 ? "s" : ""}, ${AT_ONCE} at once each`, ours, "fetch by hand", hand);
    rows.push({ measure, peer, peer_value, ratio, ...rest });
  }
  return rows;
}

async function pool(name, port, count, ms) {
  const workers = Array.from({ length: count }, () => new Worker(new URL(import.meta.url), { workerData: { name, port } }));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const said = workers.map((worker) => once(worker, "message"));
  for (const worker of workers) worker.postMessage(ms);
  const made = (await Promise.all(said)).map(([calls]) => calls);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return made.reduce((sum, one) => sum + one, 0) / (ms / 1000);
}

async function caller({ name, port }) {
  const options = { apiKey: KEY, baseUrl: `http://127.0.0.1:${port}` };
  if (name === "by hand") {
    const { ByHand } = await import("./byhand.mjs");
    const client = new ByHand(options);
    return () => client.fetchCharge(FETCHED);
  }
  const { Senfenico } = await import("xaalis");
  const client = new Senfenico(options);
  return () => client.charges.fetch(FETCHED);
}

if (!isMainThread) {
  const call = await caller(workerData);
  const during = async (ms) => {
    const end = performance.now() + ms;
    let calls = 0;
    const one = async () => {
      for (; performance.now() < end; calls++) await call();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return calls;
  };
  await during(500);
  parentPort.on("message", async (ms) => parentPort.postMessage(await during(ms)));
  parentPort.postMessage("ready");
}
