import type { Clock } from "./clock.js";
import type { VendorRequest } from "./printed/types.js";

/**
 * One request: perform it once. No redirect, no retry, at most `maxBody` bytes of answer after unpacking.
 *
 * `url`, `headers` and `body` hold the key and what is personal: they are shown by no log of the object.
 */
export class TransportRequest {
  readonly method: "GET" | "POST";
  /** How long the whole exchange may take; of an answer in parts each. Kept by whoever called the transport. */
  readonly timeoutMs: number;
  readonly maxBody: number;
  /** The answer may have no end: give its body as it arrives. A whole one within `maxBody` will do as well. */
  readonly inParts: boolean;
  readonly #url: string;
  readonly #headers: readonly Header[];
  readonly #body: string | null;

  /** @internal */
  constructor(sent: VendorRequest) {
    this.method = sent.method;
    this.timeoutMs = sent.timeoutMs;
    this.maxBody = sent.maxBody;
    this.inParts = sent.inParts;
    this.#url = sent.url;
    this.#headers = sent.headers;
    this.#body = sent.body;
  }

  /** The absolute address. */
  get url(): string {
    return this.#url;
  }

  /** All headers to send, the key among them. */
  get headers(): readonly Header[] {
    return this.#headers;
  }

  /** The JSON of a POST. */
  get body(): string | null {
    return this.#body;
  }
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

/** What came back. A body is bytes, text, or an iterable of bytes as they arrive, unpacked. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** Performs requests: `fetch` unless you give another, such as a `Sandbox`. */
export interface Transport {
  /**
   * Rejects with `ConnectFailed` only when certainly no byte has left; with `AnswerTooLarge` when there was more
   * than `maxBody`. Anything else counts as "may have been sent".
   */
  send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse>;
  /** A time of its own, as a sandbox has. */
  readonly clock?: Clock | undefined;
  /** No request leaves this process: no key is seen by anybody. */
  readonly isLocal?: boolean | undefined;
}
