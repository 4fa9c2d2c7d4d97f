import { AnswerTooLarge, ConnectFailed, NoAnswer } from "./error_base.js";
import { isBrowser } from "./runtime.js";
import type { Header, Transport, TransportRequest, TransportResponse } from "./transport.js";

/** What is used of `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Requests over `fetch`, each once; the global one, looked up at each call, unless another is given. */
export class FetchTransport implements Transport {
  readonly #fetch: Fetch | undefined;

  constructor(fetch?: Fetch) {
    this.#fetch = fetch;
  }

  async send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse> {
    const fetch: Fetch = this.#fetch ?? globalThis.fetch;
    let answer: Response;
    try {
      answer = await fetch(request.url, init(request, signal));
    } catch (error) {
      throw isUnsent(error) ? new ConnectFailed(reason(error), { cause: error }) : broken(error);
    }
    // What a browser makes of any redirect when it is not to follow: no status and no address. Core refuses it.
    if (answer.type === "opaqueredirect") return { status: 302, headers: [], body: "" };
    const body = answer.body === null ? null : answer.body.getReader();
    if (answer.redirected) {
      body?.cancel().catch(ignore);
      throw new NoAnswer("this fetch follows redirects, which it was told not to");
    }
    const headers: Header[] = [];
    answer.headers.forEach((value, name) => headers.push({ name, value }));
    const head = { status: answer.status, headers };
    if (body === null) return { ...head, body: "" };
    if (request.inParts && answer.ok) return { ...head, body: parts(body) };
    return { ...head, body: await whole(body, request.maxBody) };
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

function init(request: TransportRequest, signal: AbortSignal): RequestInit {
  const headers = request.headers.map(({ name, value }): [string, string] => [name, value]);
  const given = { method: request.method, body: request.body, redirect: "manual", signal } as const;
  // A browser asks the server before it sends a header of ours, and refuses these two.
  if (isBrowser()) return { ...given, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  headers.push(["accept-encoding", "identity"], ["user-agent", NAME]);
  const client = request.method === "POST" ? freshConnections() : undefined;
  return client === undefined ? { ...given, headers } : ({ ...given, headers, client } as RequestInit);
}

/** Deno sends a POST again when a connection that it had used before breaks (seen in 2.x): of these it uses none twice. */
function freshConnections(): object | undefined {
  const { Deno } = globalThis as { readonly Deno?: { createHttpClient?(options: object): object } };
  return (fresh ??= Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 }));
}

let fresh: object | undefined;

const NAME = "xaalis-js";

async function whole(body: Reader, most: number): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await body.read();
      if (done) break;
      read.push(value);
      size += value.byteLength;
      if (size > most) {
        body.cancel().catch(ignore);
        throw new AnswerTooLarge("the answer is larger than any of this vendor's");
      }
    }
  } catch (error) {
    throw error instanceof AnswerTooLarge ? error : broken(error);
  }
  const [first] = read;
  if (first !== undefined && read.length === 1) return first;
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of read) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

async function* parts(body: Reader): AsyncGenerator<Uint8Array> {
  let over = false;
  try {
    for (;;) {
      const { done, value } = await body.read();
      over = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    over = true;
    throw broken(error);
  } finally {
    if (!over) body.cancel().catch(ignore);
  }
}

function broken(error: unknown): NoAnswer {
  return new NoAnswer("the connection broke before the answer was whole", { cause: error });
}

/** Certainly no byte of the request has left: the connection did not come to stand. */
function isUnsent(error: unknown): boolean {
  const [failed] = causes(error);
  if (failed === undefined) return false;
  // Node looks at several addresses of a name at once.
  const all = failed.errors ?? [failed];
  return all.length > 0 && all.every(isUnconnected);
}

function isUnconnected({ syscall, code, message }: Cause): boolean {
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    (code !== undefined && UNCONNECTED.has(code)) ||
    (message !== undefined && DENO_UNCONNECTED.test(message))
  );
}

function reason(error: unknown): string {
  const code = causes(error)[0]?.code;
  return code === undefined ? "no connection could be made" : `no connection could be made (${code})`;
}

interface Cause {
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
  readonly errors?: readonly Cause[];
}

/** The innermost cause first. */
function causes(error: unknown): Cause[] {
  const found: Cause[] = [];
  for (let one = error; typeof one === "object" && one !== null && found.length < 8; one = (one as Error).cause) {
    found.unshift(one as Cause);
  }
  return found;
}

/** Node's words for a handshake that failed and a connection that took too long; Bun's for one refused. */
const UNCONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const DENO_UNCONNECTED = /client error \(Connect\)/;

function ignore(): void {}
