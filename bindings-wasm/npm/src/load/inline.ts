import packed from "packed:wasm_bg.wasm";
import { initSync } from "../wasm.js";
import { once } from "./once.js";
import { unpacked } from "./unpacked.js";

/** Within the script, for bundlers and pages that cannot fetch a file beside it. */
export const ready: () => Promise<void> | undefined = once(async () => {
  initSync({ module: await unpacked(packed) });
});
