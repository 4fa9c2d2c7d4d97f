import initSandbox from "../../sandbox_wasm.js";
import { once } from "../once.js";

/** What `sandbox_wasm.js` needs before its first use. */
export const sandboxReady: () => Promise<void> | undefined = once(async () => {
  await initSandbox({ module_or_path: new URL("../wasm/sandbox_wasm_bg.wasm", import.meta.url) });
});
