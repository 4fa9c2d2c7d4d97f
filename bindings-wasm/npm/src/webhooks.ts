/**
 * Webhooks and callbacks: verified, then read. A webhook is a hint, never proof: hand the notice to the payment
 * (`payment.notify(notice)`), which asks the vendor.
 *
 * Give the raw body, as bytes or as the text that came, never parsed JSON: a body that was parsed and written again
 * hashes differently.
 *
 * @module
 */

import { InvalidInput, thrown } from "./error_base.js";
import { ready } from "./load.js";
import type { Notice } from "./printed/types.js";
import { callbackUrl, customData, readCallback, readWebhook, signWebhook, verifyHmac } from "./wasm.js";

export { WebhookError } from "./error_base.js";
export { type ExpressRequest, type ExpressResponse, type HandlerOptions, expressWebhook, webhookHandler } from "./handlers.js";
export type { Notice };

/** A body as it came. */
export type RawBody = Uint8Array | ArrayBuffer | string;

/**
 * Senfenico's webhooks: a hash of body and webhook key in the header `X-Webhook-Hash`.
 *
 * The scheme is that of both official SDKs; the vendor's page names none. It signs no time, so an old webhook verifies for
 * ever: skip those whose `notice.dedupe` you have seen. Answer 200 after storing, or it is sent again for up to an hour.
 */
export class SenfenicoWebhooks {
  /** The header that carries the hash. */
  static readonly HEADER = "X-Webhook-Hash";
  readonly #keys: string;

  /** The webhook keys of the dashboard: one, or several while one replaces another. */
  constructor(...keys: string[]) {
    this.#keys = secrets("keys", keys);
  }

  /**
   * Verifies a webhook and reads it. `signature`: what the header said.
   *
   * Throws `WebhookError`: answer 400 and look at your keys.
   */
  async read(raw: RawBody, signature: string | null | undefined): Promise<Notice> {
    const body = bytes(raw);
    if (signature !== null && signature !== undefined) text("signature", signature, "what the header said");
    return JSON.parse(await crossing(() => readWebhook(this.#keys, body, signature ?? ""))) as Notice;
  }

  /** The hash Senfenico would send: for your tests. */
  static async sign(raw: RawBody, key: string): Promise<string> {
    return crossing(() => signWebhook(bytes(raw), text("key", key, "a webhook key")));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "<SenfenicoWebhooks keys: '***'>";
  }
}

/** DEXCHANGE's callbacks, which are not signed: each payment gets an address that only they know. */
export class DexchangeWebhooks {
  readonly #secrets: string;

  /** Your own random secret of at least 16 characters; several while one replaces another. */
  constructor(...given: string[]) {
    this.#secrets = secrets("secrets", given);
  }

  /** The `callbackUrl` of one payment: `{base}/{externalTransactionId}/{token}`. */
  async callbackUrl(base: string, externalTransactionId: string): Promise<string> {
    text("base", base, "an address");
    const ours = text("externalTransactionId", externalTransactionId, "your id of the payment");
    return crossing(() => callbackUrl(this.#secrets, base, ours));
  }

  /** The `customData` of one payment, which the callback echoes: a second proof. */
  async customData(
    externalTransactionId: string,
    payment: { readonly service: string; readonly customer: string; readonly amount?: number | undefined },
  ): Promise<string> {
    const ours = text("externalTransactionId", externalTransactionId, "your id of the payment");
    const { service, customer, amount } = Object(payment) as Partial<typeof payment>;
    if (amount !== undefined && !Number.isSafeInteger(amount)) {
      throw new InvalidInput("amount", "no whole number", "whole francs (XOF)");
    }
    const [what, who] = [text("service", service, "a service"), text("customer", customer, "the number on the bill")];
    return crossing(() => customData(this.#secrets, ours, what, who, amount));
  }

  /** Checks the two parts of the address, then reads the callback. Throws `WebhookError`. */
  async read(raw: RawBody, externalTransactionId: string, token: string): Promise<Notice> {
    const body = bytes(raw);
    const ours = text("externalTransactionId", externalTransactionId, "a part of the address that was called");
    text("token", token, "a part of the address that was called");
    return JSON.parse(await crossing(() => readCallback(this.#secrets, body, ours, token))) as Notice;
  }

  /**
   * The HMAC of DEXCHANGE's JavaScript SDK, hex: an addition to the token, never in its place. Throws `WebhookError` when it
   * does not fit.
   */
  static async verifyHmac(raw: RawBody, signature: string, secret: string): Promise<void> {
    const body = bytes(raw);
    text("signature", signature, "what the header said");
    text("secret", secret, "your secret");
    return crossing(() => verifyHmac(body, signature, secret));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "<DexchangeWebhooks secrets: '***'>";
  }
}

/** The bytes of a body; a value that was parsed is refused. */
function bytes(raw: unknown): Uint8Array {
  if (typeof raw === "string") return new TextEncoder().encode(raw);
  if (raw instanceof Uint8Array) return raw;
  if (raw instanceof ArrayBuffer) return new Uint8Array(raw);
  const problem = typeof raw === "object" && raw !== null ? "an object, as parsing makes it" : `a ${typeof raw}`;
  const allowed = "the bytes, or the text, as they came (`await request.text()`; `express.raw({ type: \"*/*\" })`)";
  throw new InvalidInput("raw", problem, allowed);
}

function text(field: string, value: unknown, allowed: string): string {
  if (typeof value !== "string") throw new InvalidInput(field, `a ${typeof value}`, `${allowed}, a string`);
  return value;
}

function secrets(field: string, given: unknown[]): string {
  given.forEach((one, place) => text(`${field}[${place}]`, one, "a secret"));
  return JSON.stringify(given);
}

async function crossing<T>(cross: () => T): Promise<T> {
  const loading = ready();
  if (loading !== undefined) await loading;
  try {
    return cross();
  } catch (error) {
    throw thrown(error);
  }
}
