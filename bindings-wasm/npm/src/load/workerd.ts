import main from "../wasm/wasm_bg.wasm";
import { initSync } from "../wasm.js";
import { once } from "./once.js";

/** Workers take modules as imports, and compile none themselves. */
export const ready: () => Promise<void> | undefined = once(() => {
  initSync({ module: main });
});
