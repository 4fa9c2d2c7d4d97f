/** What all errors of this package are made of. */

import * as texts from "./error_texts.js";
import type { Texts } from "./error_texts.js";
import type { Code } from "./printed/types.js";

/** What an error may be given besides its facts. */
export interface ToldOptions {
  /** What it came of. */
  readonly cause?: unknown;
  /** The operation it is about. */
  readonly opId?: string | null | undefined;
}

/** What every error of this package has. Not for `catch`: an unknown outcome is one of them. */
export abstract class Told extends Error {
  /** Why, as a word: the vendor's or ours. `null` when there is no code for it. */
  readonly code: Code | null = null;
  /** The HTTP status it came with, if it came with one. */
  readonly httpStatus: number | null = null;
  /** True when the very same call may be made again without harm. */
  readonly retryable: boolean = false;
  /** The operation it is about, if it is about one. */
  readonly opId: string | null;

  constructor(message: string, options?: ToldOptions) {
    super(message, options !== undefined && "cause" in options ? { cause: options.cause } : undefined);
    this.opId = options?.opId ?? null;
  }

  /** For who pays, in English: what happened and what to do. */
  get buyerText(): string {
    return this.texts().buyer;
  }

  /** The same in French. */
  get buyerTextFr(): string {
    return this.texts().buyerFr;
  }

  /** For the shop and its operator, in English: what happened and what to do. */
  get merchantText(): string {
    return this.texts().merchant;
  }

  /** The same in French. */
  get merchantTextFr(): string {
    return this.texts().merchantFr;
  }

  /** What happened, in French; `message` says it in English. */
  get messageFr(): string {
    return this.merchantTextFr;
  }

  /** What happened, in English, for the merchant; `buyerText` is for the customer. */
  get description(): string {
    return this.merchantText;
  }

  /** The same in French. */
  get descriptionFr(): string {
    return this.merchantTextFr;
  }

  /** What may be logged and sent on: nothing secret, nothing about a person. */
  toJSON(): Record<string, unknown> {
    const { name, message, code, httpStatus, retryable, opId } = this;
    const { buyerText, buyerTextFr, merchantText, merchantTextFr } = this;
    const said = { buyerText, buyerTextFr, merchantText, merchantTextFr };
    return { name, message, code, httpStatus, retryable, opId, ...this.facts(), ...said };
  }

  /** As Node, Bun and Deno print it. Of its cause the name alone: others' errors may hold what they were given. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { code, httpStatus, opId } = this;
    const facts = Object.entries({ code, httpStatus, opId, ...this.facts() });
    const shown = facts.filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${String(value)}`);
    if (this.cause instanceof Error) shown.push(`cause: ${this.cause.name}`);
    const stack = this.stack ?? `${this.name}: ${this.message}`;
    return shown.length === 0 ? stack : `${stack} { ${shown.join(", ")} }`;
  }

  /** What else may be shown. */
  protected facts(): Record<string, string | number | null> {
    return {};
  }

  protected texts(): Texts {
    return texts.textsOf("error");
  }
}
