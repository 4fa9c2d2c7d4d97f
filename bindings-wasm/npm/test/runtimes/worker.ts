/** The package in a worker: of a page, or a thread of Node's kind. */
import { smoke } from "./driven.js";

const said = await smoke();
if (typeof globalThis.postMessage === "function") globalThis.postMessage(said);
else (await import("node:worker_threads")).parentPort?.postMessage(said);
