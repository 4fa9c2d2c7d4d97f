/** The customer pays: all that a shop's page needs. It holds no key, and no wasm. */
import "xaalis/pay/element";
import type { End } from "xaalis/pay/element";
import type { Language } from "./texts.js";

export interface Backend {
  /** The relay's address. */
  readonly url: string;
  /** What its tokens are for. */
  readonly operation?: "collect" | "checkout" | "pay_bill";
  /** A token for this order, from the shop's backend, which knows whose order it is. */
  readonly token: (signal: AbortSignal) => Promise<string>;
  /** Instead of the page's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Shows how one order stands, and lets it be paid. `settled` is called when it is. */
export function checkout(place: HTMLElement, { url, operation = "collect", token, fetch }: Backend, language: Language, settled: () => void): void {
  const element = document.createElement("xaalis-pay");
  element.lang = language;
  element.setAttribute("src", url);
  element.setAttribute("operation", operation);
  element.addEventListener("xaalis-done", (event) => {
    if ((event as CustomEvent<End>).detail.kind === "settled") settled();
  });
  element.fetch = fetch;
  element.token = token;
  place.replaceChildren(element);
}
