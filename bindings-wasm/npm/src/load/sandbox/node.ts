import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync as initSandbox } from "../../sandbox_wasm.js";
import { once } from "../once.js";

/** What `sandbox_wasm.js` needs before its first use. */
export const sandboxReady: () => Promise<void> | undefined = once(() => {
  initSandbox({ module: readFileSync(join(__dirname, "../wasm/sandbox_wasm_bg.wasm")) });
});
