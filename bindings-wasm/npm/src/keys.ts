import { InvalidInput } from "./error_base.js";
import type { Mode } from "./printed/types.js";
import { isBrowser } from "./runtime.js";
import type { Transport } from "./transport.js";

/** What a key says of itself, as core reads it: known before wasm is there. */
export function modeOf(key: string): Mode {
  if (key.startsWith("sk_test_")) return "test";
  return key.startsWith("sk_live_") ? "live" : "unknown";
}

/** A secret key in a page is everybody's. One that does not say that it is for tests may be a live one. */
export function checkPlace(mode: Mode, isAllowed: boolean, transport: Transport | undefined): void {
  if (!isBrowser()) return;
  const isHarmless = mode === "test" || (mode === "unknown" && transport?.isLocal === true);
  if (!isHarmless) {
    const allowed = "a test key; keep the others on a server";
    throw new InvalidInput("apiKey", mode === "live" ? "a live key in a browser" : "maybe a live key, in a browser", allowed);
  }
  if (!isAllowed) {
    const allowed = "`dangerouslyAllowBrowser: true`, for trials: whoever sees the page can use the key";
    throw new InvalidInput("apiKey", "a secret key in a browser", allowed);
  }
}
