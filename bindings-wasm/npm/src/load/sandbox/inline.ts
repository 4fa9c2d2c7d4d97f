import packedSandbox from "packed:sandbox_wasm_bg.wasm";
import { initSync as initSandbox } from "../../sandbox_wasm.js";
import { once } from "../once.js";
import { unpacked } from "../unpacked.js";

/** What `sandbox_wasm.js` needs before its first use. */
export const sandboxReady: () => Promise<void> | undefined = once(async () => {
  initSandbox({ module: await unpacked(packedSandbox) });
});
