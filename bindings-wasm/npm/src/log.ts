import { InvalidInput } from "./error_base.js";
import type { Alarm, Outcome, Prompt, Record, VendorRequest } from "./printed/types.js";
import type { Reply, View } from "./steps.js";

/**
 * What hears what the library does, as lines: `console`, and the loggers of pino, winston and others as they are.
 * Requests and endings are `info`, steps `debug`, what a person should look at `warn`; a level that it has no function for
 * is left out. No line holds a key, a code, a phone number or a token: only ids, words and numbers.
 */
export interface Logger {
  debug?(line: string): unknown;
  info?(line: string): unknown;
  warn?(line: string): unknown;
}

/** One operation's lines. */
export class Log {
  readonly #logger: Logger;
  readonly #opId: string;
  readonly #view: () => View;
  #operation: string | undefined;
  #request: VendorRequest | undefined;
  #start = 0;

  constructor(logger: Logger, opId: string, view: () => View) {
    this.#logger = logger;
    this.#opId = opId;
    this.#view = view;
  }

  sends(request: VendorRequest): void {
    this.#request = request;
    this.#start = performance.now();
  }

  /** The status of the answer, or what the transport said in its place. */
  answered(what: number | unknown): void {
    if (this.#request === undefined) return;
    const { method, url } = this.#request;
    const path = url.replace(/^[^:]*:\/\/[^/]*/, "");
    const said = typeof what === "number" ? what : nameOf(what);
    this.#tell("info", `${method} ${path} -> ${said} in ${Math.round(performance.now() - this.#start)} ms`);
  }

  stored(record: Record, kept: string): void {
    this.#tell("debug", `record ${record.sequence}, ${record.stage}: ${kept}`);
  }

  waits(ms: number, why: string): void {
    this.#tell("debug", `waits ${Math.max(Math.round(ms), 0)} ms: ${why}`);
  }

  asks(prompt: Prompt): void {
    const { problem = null } = prompt as { readonly problem?: string | null };
    this.#tell("debug", `asks: ${prompt.kind}${problem === null ? "" : ` (${problem})`}`);
  }

  /** How it ended; a warning when nobody knows. */
  ended(reply: Reply): void {
    const endings = "outcome" in reply ? [reply.outcome] : reply.payouts.items.map((item) => item.outcome);
    const isUnknown = endings.some(({ kind }) => kind === "unknown");
    this.#tell(isUnknown ? "warn" : "info", "outcome" in reply ? words(reply.outcome) : counted(endings));
    for (const { applied, seen, known } of this.#alarms()) {
      this.#tell("warn", `${applied}: the vendor said ${seen} after ${known}`);
    }
  }

  #alarms(): readonly Alarm[] {
    return this.#logger.warn === undefined ? [] : this.#view().alarms;
  }

  #tell(level: keyof Logger, what: string): void {
    if (this.#logger[level] === undefined) return;
    this.#operation ??= this.#view().operation;
    tell(this.#logger, level, `${this.#operation} ${this.#opId}: ${what}`);
  }
}

export function checkLogger(logger: unknown): void {
  if (logger === undefined) return;
  const { debug, info, warn } = Object(logger) as Logger;
  const isOne = [debug, info, warn].every((level) => level === undefined || typeof level === "function");
  if (typeof logger !== "object" || logger === null || !isOne) {
    throw new InvalidInput("logger", "no logger", "an object with `debug`, `info` or `warn`, such as `console`");
  }
}

/** A logger that fails is no reason for a payment to. */
export function tell(logger: Logger | undefined, level: keyof Logger, line: string): void {
  try {
    logger?.[level]?.(line);
  } catch {
    // Nobody is left to tell.
  }
}

function words(outcome: Outcome<unknown>): string {
  if (outcome.kind === "settled") return "settled";
  if (outcome.kind === "rejected") return `rejected ${outcome.refusal.code}`;
  if (outcome.kind === "not_sent") return `not_sent ${outcome.unsent.why}`;
  const { why, plan, providerReference } = outcome.unknown;
  return `unknown (${why}); plan: ${plan}; reference: ${providerReference}`;
}

function counted(endings: readonly Outcome<unknown>[]): string {
  const kinds = endings.map(({ kind }) => kind);
  const each = [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`);
  return each.join(", ") || "nothing";
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
