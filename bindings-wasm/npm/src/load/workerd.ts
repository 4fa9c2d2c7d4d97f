import sandbox from "./sandbox_wasm_bg.wasm";
import main from "./wasm_bg.wasm";
import { initSync as initSandbox } from "../sandbox_wasm.js";
import { initSync } from "../wasm.js";
import { once } from "./once.js";

/** Workers take modules as imports, and compile none themselves. */
export const ready: () => Promise<void> | undefined = once(() => {
  initSync({ module: main });
});

export const sandboxReady: () => Promise<void> | undefined = once(() => {
  initSandbox({ module: sandbox });
});
