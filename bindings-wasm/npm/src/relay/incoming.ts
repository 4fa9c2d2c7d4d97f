import { InvalidInput } from "../error_base.js";
import { type Answer, type Incoming, MOST_BODY } from "./visit.js";

/** What is used of a request of Node's, of Express's too. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express's: the address before it was shortened by where a router is mounted. */
  readonly originalUrl?: string | undefined;
  readonly rawHeaders: readonly string[];
  /** What a parser before this one left. */
  readonly body?: unknown;
  on(event: string, listener: (...told: any[]) => void): unknown;
  off(event: string, listener: (...told: any[]) => void): unknown;
  resume(): unknown;
}

export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/** A `Request` of a framework's, whose address it has made shorter already. */
export async function ofFetch(request: Request): Promise<Incoming> {
  const { url, method } = Object(request) as Request;
  if (typeof url !== "string" || typeof method !== "string") throw new InvalidInput("request", "no `Request`", "a `Request`, as `fetch` has it");
  if (request.bodyUsed) throw parsed();
  const headers: [string, string][] = [];
  request.headers.forEach((value, name) => {
    // What came twice is joined there, and no token has a comma.
    const several = name.toLowerCase() === "authorization" ? value.split(",") : [value];
    headers.push(...several.map((one): [string, string] => [name, one.trim()]));
  });
  const path = url.indexOf("/", url.indexOf("//") + 2);
  return { method, target: url.slice(path).replace(/#.*/s, ""), headers, body: await streamed(request.body) };
}

export function toFetch({ status, headers, body }: Answer): Response {
  const pairs = headers.map(({ name, value }): [string, string] => [name, value]);
  return new Response(body === "" ? null : body, { status, headers: pairs });
}

/** `null` of one that went away. */
export async function ofNode(request: NodeRequest): Promise<Incoming | null> {
  const { method = "", url = "", originalUrl = url, rawHeaders } = request;
  if (!Array.isArray(rawHeaders)) throw new InvalidInput("request", "no request of Node's", "an `IncomingMessage`, or Express's");
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, at): [string, string] => [
    rawHeaders[2 * at] as string,
    rawHeaders[2 * at + 1] as string,
  ]);
  const body = await bodyOf(request);
  return body === null ? null : { method, target: originalUrl, headers, body };
}

export function toNode({ status, headers, body }: Answer, response: NodeResponse): void {
  response.statusCode = status;
  for (const { name, value } of headers) response.setHeader(name, value);
  // Of a `HEAD` and a 204 Node sends none of it.
  response.end(body);
}

async function streamed(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const parts = new Parts();
  const reader = body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done || !parts.takes(next.value)) break;
  }
  // Not cancelled: some servers would close the connection before the answer is out.
  reader?.releaseLock();
  return parts.joined();
}

function bodyOf(request: NodeRequest): Promise<Uint8Array | null> | Uint8Array {
  const { body, method } = request;
  if (body === undefined) return arrived(request);
  if (body instanceof Uint8Array) return body.subarray(0, MOST_BODY + 1);
  if (typeof body === "string") return new TextEncoder().encode(body).subarray(0, MOST_BODY + 1);
  // Express 4's parsers leave an empty object where there was nothing to parse.
  if (method !== "POST") return new Uint8Array();
  throw parsed();
}

function arrived(request: NodeRequest): Promise<Uint8Array | null> {
  const parts = new Parts();
  return new Promise((resolve) => {
    const end = () => leave(parts.joined());
    const gone = () => leave(null);
    const data = (part: Uint8Array) => void (parts.takes(part) || leave(parts.joined()));
    const leave = (body: Uint8Array | null) => {
      for (const [event, listener] of listeners) request.off(event, listener);
      // An error that comes after is nobody's.
      request.on("error", () => {});
      // The rest is let by: a connection that is closed over it would take the answer with it.
      request.resume();
      resolve(body);
    };
    const listeners = [["data", data], ["end", end], ["error", gone], ["close", gone]] as const;
    for (const [event, listener] of listeners) request.on(event, listener);
  });
}

/** Of a body, as far as it is of use. */
class Parts {
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  /** Is more wanted? */
  takes(part: Uint8Array): boolean {
    this.#parts.push(part);
    this.#size += part.byteLength;
    return this.#size <= MOST_BODY;
  }

  joined(): Uint8Array {
    const joined = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.byteLength;
    }
    return joined.subarray(0, MOST_BODY + 1);
  }
}

function parsed(): InvalidInput {
  const allowed = "the raw body: mount this before `express.json()`, or after `express.raw({ type: \"*/*\" })`";
  return new InvalidInput("request.body", "parsed already", allowed);
}
