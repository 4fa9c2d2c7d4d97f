import init from "../wasm.js";
import { once } from "./once.js";

/** A file of its own. */
export const ready: () => Promise<void> | undefined = once(async () => {
  await init({ module_or_path: new URL("../wasm/wasm_bg.wasm", import.meta.url) });
});
