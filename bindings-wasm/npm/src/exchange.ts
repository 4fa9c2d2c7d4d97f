import { AnswerTooLarge, ConnectFailed } from "./error_base.js";
import { Line } from "./line.js";
import type { VendorRequest } from "./printed/types.js";
import { type Transport, TransportRequest, type TransportResponse } from "./transport.js";

/** What hears the answer: an operation. */
export interface Hearer {
  answered(status: number, headers: string, body: Uint8Array): void;
  begun(status: number, headers: string): void;
  /** False when no more is wanted. */
  part(bytes: Uint8Array): boolean;
  ended(): void;
  /** There was no answer; `error` is what the transport said. */
  failed(failure: Failure, error: unknown): void;
}

export type Failure = "not_sent" | "maybe_sent" | "too_large";

/** Performs one request and hands its answer over; returns the rest of one that has no end yet. */
export async function exchange(
  transport: Transport,
  sent: VendorRequest,
  hearer: Hearer,
  signal: AbortSignal | undefined,
): Promise<Rest | undefined> {
  if (signal?.aborted) return void hearer.failed("not_sent", signal.reason);
  const line = new Line(sent.timeoutMs, signal);
  let open = false;
  try {
    const answer = await heard(line, () => transport.send(new TransportRequest(sent), line.signal).then(checked));
    if (answer instanceof Lost) return void answer.tell(hearer);
    const { status, body } = answer;
    const headers = JSON.stringify(answer.headers.map(({ name, value }) => [name, value]));
    if (typeof body === "string") return void hearer.answered(status, headers, encoder.encode(body));
    if (body instanceof Uint8Array) return void hearer.answered(status, headers, body);
    hearer.begun(status, headers);
    open = true;
    return new Rest(body[Symbol.asyncIterator](), line, hearer);
  } finally {
    if (!open) line.close();
  }
}

/** What follows of an answer that is read as it arrives. */
export class Rest {
  readonly #parts: AsyncIterator<Uint8Array>;
  readonly #line: Line;
  readonly #hearer: Hearer;

  constructor(parts: AsyncIterator<Uint8Array>, line: Line, hearer: Hearer) {
    this.#parts = parts;
    this.#line = line;
    this.#hearer = hearer;
  }

  /** Hands the next part over. False once it is over. */
  async next(): Promise<boolean> {
    this.#line.restart();
    const next = await heard(this.#line, () => this.#parts.next());
    this.#line.pause();
    if (next instanceof Lost) {
      this.close();
      next.tell(this.#hearer);
    } else if (next.done) {
      this.#line.close();
      this.#hearer.ended();
    } else if (this.#hearer.part(next.value)) {
      return true;
    } else {
      this.close();
    }
    return false;
  }

  /** All of it. */
  async all(): Promise<void> {
    while (await this.next());
  }

  /** Reads no more. Not waited for: a connection that is stuck would hold what is known already. */
  close(): void {
    this.#line.close();
    void Promise.resolve(this.#parts.return?.()).catch(ignore);
  }
}

/** Why there is no answer. */
class Lost {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  tell(hearer: Hearer): void {
    const failure = this.#error instanceof AnswerTooLarge ? "too_large" : "maybe_sent";
    hearer.failed(this.#error instanceof ConnectFailed ? "not_sent" : failure, this.#error);
  }
}

async function heard<T>(line: Line, ask: () => Promise<T>): Promise<T | Lost> {
  try {
    return await line.within(ask());
  } catch (error) {
    return new Lost(error);
  }
}

/** What a transport returned, or an error in its place: the request has left all the same. */
function checked(answer: TransportResponse): TransportResponse {
  const { status, headers, body } = Object(answer) as Partial<TransportResponse>;
  const isBody = typeof body === "string" || body instanceof Uint8Array || isParts(body);
  if (typeof status === "number" && Array.isArray(headers) && isBody) return answer;
  throw new TypeError("the transport returned no TransportResponse: status, headers and body");
}

function isParts(body: unknown): boolean {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

const encoder = new TextEncoder();

function ignore(): void {}
