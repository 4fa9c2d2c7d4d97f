/** What stands on a shop's server, here inside the page: the relay, the client with its key, and the vendor. */
import { Senfenico } from "xaalis";
import { Relay } from "xaalis/relay";
import { Sandbox } from "xaalis/sandbox";
import type { Backend } from "./checkout.js";

export class Backyard {
  readonly sandbox = new Sandbox({ realTime: true, payerAutoConfirms: false, slowMs: 15_000 });
  readonly #relay: Relay;

  constructor() {
    const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", dangerouslyAllowBrowser: true, transport: this.sandbox });
    // Requests that never leave the page name no origin, as an app's do not.
    this.#relay = new Relay(senfenico, { url: URL_OF_RELAY, keys: { k1: drawn() }, origins: ["app"] });
  }

  /** As a page has it of a server. */
  backend(order: string, amount: number): Backend {
    return {
      url: URL_OF_RELAY,
      token: () => this.#relay.mint(order, { amount }),
      fetch: (url, init) => this.#relay.handle(new Request(url, init)),
    };
  }
}

/** Of nobody: no request goes there. */
const URL_OF_RELAY = "https://shop.invalid/xaalis/pay";

/** Another secret each time: orders of an earlier page are gone with it. */
function drawn(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
