import initSandbox from "../sandbox_wasm.js";
import init from "../wasm.js";
import { once } from "./once.js";

/** A file of its own beside the script. */
export const ready: () => Promise<void> | undefined = once(async () => {
  await init({ module_or_path: new URL("./wasm_bg.wasm", import.meta.url) });
});

export const sandboxReady: () => Promise<void> | undefined = once(async () => {
  await initSandbox({ module_or_path: new URL("./sandbox_wasm_bg.wasm", import.meta.url) });
});
