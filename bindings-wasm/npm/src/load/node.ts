import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync as initSandbox } from "../sandbox_wasm.js";
import { initSync } from "../wasm.js";
import { once } from "./once.js";

/** What `wasm.js` needs before its first use. */
export const ready: () => Promise<void> | undefined = once(() => {
  // Written so that tools which collect a server's files find it.
  initSync({ module: readFileSync(join(__dirname, "wasm_bg.wasm")) });
});

/** What `sandbox_wasm.js` needs. */
export const sandboxReady: () => Promise<void> | undefined = once(() => {
  initSandbox({ module: readFileSync(join(__dirname, "sandbox_wasm_bg.wasm")) });
});
