import packedSandbox from "packed:sandbox_wasm_bg.wasm";
import packed from "packed:wasm_bg.wasm";
import { initSync as initSandbox } from "../sandbox_wasm.js";
import { initSync } from "../wasm.js";
import { once } from "./once.js";

/** Within the script, for bundlers and pages that cannot fetch a file beside it. */
export const ready: () => Promise<void> | undefined = once(async () => {
  initSync({ module: await unpacked(packed) });
});

export const sandboxReady: () => Promise<void> | undefined = once(async () => {
  initSandbox({ module: await unpacked(packedSandbox) });
});

async function unpacked(gzip: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  const bytes = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}
