/** What stands on a shop's server, here inside the page: the relays, the clients with their keys, and the vendors. */
import { Dexchange, Senfenico } from "xaalis";
import { type MintOptions, Relay, type RelayOptions } from "xaalis/relay";
import { Sandbox } from "xaalis/sandbox";
import type { Backend } from "./checkout.js";

export class Backyard {
  readonly sandbox = new Sandbox({ realTime: true, payerAutoConfirms: false, slowMs: 15_000 });
  readonly #goods: Relay;
  /** One relay has one vendor's account: bills have their own, at an address of its own. */
  readonly #bills: Relay;
  /** The codes of meters, which a shop keeps in its database. */
  readonly #codes = new Map<string, string>();

  constructor() {
    const options = { apiKey: "sk_test_sandbox", dangerouslyAllowBrowser: true, transport: this.sandbox };
    this.#goods = new Relay(new Senfenico(options), relay("pay"));
    const codes = { keep: (order: string, code: string) => void this.#codes.set(order, code), recall: (order: string) => this.#codes.get(order) };
    this.#bills = new Relay(new Dexchange(options), { ...relay("bills"), bills: true, codes });
  }

  /** As a page has it of a server. */
  backend(order: string, payment: MintOptions): Backend {
    const isBill = payment.service !== undefined;
    const relay = isBill ? this.#bills : this.#goods;
    return {
      url: addressOf(isBill ? "bills" : "pay"),
      operation: isBill ? "pay_bill" : "collect",
      token: () => relay.mint(order, payment),
      fetch: (url, init) => relay.handle(new Request(url, init)),
    };
  }
}

/** Of nobody: no request goes there. */
function addressOf(path: string): string {
  return `https://shop.invalid/xaalis/${path}`;
}

/** Requests that never leave the page name no origin, as an app's do not. */
function relay(path: string): RelayOptions {
  return { url: addressOf(path), keys: { k1: drawn() }, origins: ["app"] };
}

/** Another secret each time: orders of an earlier page are gone with it. */
function drawn(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
