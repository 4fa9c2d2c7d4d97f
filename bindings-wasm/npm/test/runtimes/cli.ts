/** What Node, Bun and Deno are started with: an order as JSON, and the answer on a line of its own. */
import { createRequire } from "node:module";
import { Worker as Thread } from "node:worker_threads";
import * as module from "xaalis";
import { type Job, drive, smoke } from "./driven.js";

const { jobs } = JSON.parse(process.argv[2] ?? "{}") as { readonly jobs?: readonly Job[] };
const said = jobs === undefined ? await smokes() : await drive(jobs);
console.log(JSON.stringify(said));
process.exit(0);

/** As ES modules, as CommonJS, in a thread and, where there is one, in a worker as pages have it. */
async function smokes(): Promise<Record<string, string[]>> {
  const require = createRequire(import.meta.url);
  const common = require("./driven.cjs") as { smoke: typeof smoke };
  const isOne = require("xaalis").Senfenico === module.Senfenico;
  const thread = new Thread(new URL("./worker.mjs", import.meta.url));
  const threaded = new Promise<string[]>((resolve, reject) => void thread.once("message", resolve).once("error", reject));
  const said = { module: await smoke(), common: await common.smoke(), thread: await threaded, [`one ${isOne}`]: [] };
  return "Worker" in globalThis ? { ...said, worker: await worked(new URL("./worker.mjs", import.meta.url)) } : said;
}

function worked(url: URL): Promise<string[]> {
  const worker = new globalThis.Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}
