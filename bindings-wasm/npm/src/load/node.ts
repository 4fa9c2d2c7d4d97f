import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync } from "../wasm.js";
import { once } from "./once.js";

/** What `wasm.js` needs before its first use. */
export const ready: () => Promise<void> | undefined = once(() => {
  // The one that is compiled for speed. Written so that tools which collect a server's files find it.
  initSync({ module: readFileSync(join(__dirname, "../wasm/wasm_quick_bg.wasm")) });
});
