import type { Client } from "./client.js";
import { InvalidInput, WebhookError } from "./error_base.js";
import { type Logger, checkLogger, tell as log } from "./log.js";
import type { Payment } from "./payment.js";
import type { Notice } from "./printed/types.js";
import type { DexchangeWebhooks, SenfenicoWebhooks } from "./webhooks.js";

export interface HandlerOptions {
  /** What verifies them. Of DEXCHANGE's the last two parts of the address are the id and the token. */
  readonly webhooks: SenfenicoWebhooks | DexchangeWebhooks;
  /** Given, the payment is found in its journal, told, and the vendor is asked. */
  readonly client?: Client | undefined;
  /** For how many milliseconds in all that may wait; 5,000 when left out. The vendor waits for your answer. */
  readonly waitMs?: number | undefined;
  /**
   * Told of each genuine webhook after that, with its payment, where the journal knows one. What it throws is answered
   * with 500: then the vendor sends it again.
   */
  readonly onNotice?: ((notice: Notice, payment: Payment<unknown> | null) => unknown) | undefined;
  /** Hears (`warn`) of each webhook that is not genuine, and why. */
  readonly logger?: Logger | undefined;
}

/**
 * A handler that Hono, Next.js, Workers, Deno and Bun take as it is.
 *
 * ```ts
 * export const POST = webhookHandler({ webhooks: new SenfenicoWebhooks(key), client: senfenico });
 * ```
 *
 * Answers 200, 400 for one that is not genuine, 405, 413, and 500 when something here failed.
 */
export function webhookHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  checked(options);
  return async (request) => {
    if (request.method !== "POST") return answer(405);
    const raw = await collected(request.body ?? []);
    if (raw === null) return answer(413);
    const { pathname } = new URL(request.url);
    return answer(await handled(options, raw, pathname, (name) => request.headers.get(name)));
  };
}

/** What is used of a request of Express. */
export interface ExpressRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly originalUrl: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body?: unknown;
}

export interface ExpressResponse {
  status(code: number): { end(): unknown };
}

/**
 * The same for Express, with `express.raw({ type: "*\/*" })` before it or nothing. After `express.json()` it is too late:
 * then `next` is called with an `InvalidInput`.
 *
 * ```ts
 * app.post("/webhooks/senfenico", expressWebhook({ webhooks: new SenfenicoWebhooks(key), client: senfenico }));
 * ```
 */
export function expressWebhook(
  options: HandlerOptions,
): (request: ExpressRequest, response: ExpressResponse, next: (error?: unknown) => void) => Promise<void> {
  checked(options);
  return async (request, response, next) => {
    try {
      if (request.method !== "POST") return void response.status(405).end();
      const raw = await bodyOf(request);
      const { pathname } = new URL(request.originalUrl, "http://localhost");
      const header = (name: string) => [request.headers[name.toLowerCase()]].flat()[0] ?? null;
      response.status(raw === null ? 413 : await handled(options, raw, pathname, header)).end();
    } catch (error) {
      next(error);
    }
  };
}

/** The largest webhook that core reads, in bytes. */
const MAX_BYTES = 64 * 1024;

/** The status to answer with. */
async function handled(
  options: HandlerOptions,
  raw: Uint8Array,
  path: string,
  header: (name: string) => string | null,
): Promise<number> {
  let notice: Notice;
  try {
    notice = await read(options.webhooks, raw, path, header);
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    const vendor = "callbackUrl" in options.webhooks ? "DEXCHANGE" : "Senfenico";
    log(options.logger, "warn", `a webhook of ${vendor} was refused: ${error.message}`);
    return 400;
  }
  try {
    await tell(options, notice);
    return 200;
  } catch (error) {
    // The frameworks' own logs hear nothing of what is caught here.
    console.error(error);
    return 500;
  }
}

async function tell({ client, waitMs = 5_000, onNotice }: HandlerOptions, notice: Notice): Promise<void> {
  const payment = (await client?.paymentOf(notice)) ?? null;
  try {
    payment?.notify(notice);
    await payment?.advance({ waitMs });
    await onNotice?.(notice, payment);
  } finally {
    payment?.close();
  }
}

function read(
  webhooks: HandlerOptions["webhooks"],
  raw: Uint8Array,
  path: string,
  header: (name: string) => string | null,
): Promise<Notice> {
  if (!("callbackUrl" in webhooks)) return webhooks.read(raw, header("X-Webhook-Hash"));
  const [id = "", token = ""] = path.replace(/\/$/, "").split("/").slice(-2);
  return webhooks.read(raw, id, token);
}

function checked({ webhooks, client, logger }: HandlerOptions): void {
  checkLogger(logger);
  if (typeof Object(webhooks).read !== "function") {
    throw new InvalidInput("webhooks", "none", "a SenfenicoWebhooks or DexchangeWebhooks");
  }
  if (client !== undefined && typeof Object(client).paymentOf !== "function") {
    throw new InvalidInput("client", "no client", "a Senfenico or Dexchange");
  }
}

/** A body; `null` for one that is too long. */
async function collected(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > MAX_BYTES) return null;
    parts.push(part);
  }
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

async function bodyOf(request: ExpressRequest): Promise<Uint8Array | null> {
  const { body } = request;
  if (body === undefined) return collected(request);
  const raw = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (raw instanceof Uint8Array) return raw.byteLength > MAX_BYTES ? null : raw;
  const allowed = "the raw body: mount this before `express.json()`, or after `express.raw({ type: \"*/*\" })`";
  throw new InvalidInput("request.body", "parsed already", allowed);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: status === 405 ? { allow: "POST" } : {} });
}
