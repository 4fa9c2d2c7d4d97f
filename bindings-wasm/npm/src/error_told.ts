/** What all errors of this package are made of. The classes are printed: `printed/errors.ts`. */

import * as texts from "./error_texts.js";
import type { CodeTexts, Texts } from "./error_texts.js";
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

  /**
   * What may be logged and sent on: nothing secret, nothing about a person. `errorFromJSON` makes the same error of
   * it again.
   */
  toJSON(): Record<string, unknown> {
    const { name, message, code, httpStatus, retryable, opId } = this;
    const { buyerText, buyerTextFr, merchantText, merchantTextFr } = this;
    const said = { buyerText, buyerTextFr, merchantText, merchantTextFr };
    return { name, message, code, httpStatus, retryable, opId, ...this.kept(), ...said };
  }

  /** As Node, Bun and Deno print it. Of its cause the name alone: others' errors may hold what they were given. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { code, httpStatus, opId } = this;
    const facts = Object.entries({ code, httpStatus, opId, ...this.kept() });
    const isShown = ([name, value]: [string, unknown]) => typeof value !== "object" && name !== "message";
    const shown = facts.filter(isShown).map(([name, value]) => `${name}: ${String(value)}`);
    if (this.cause instanceof Error) shown.push(`cause: ${this.cause.name}`);
    const stack = this.stack ?? `${this.name}: ${this.message}`;
    return shown.length === 0 ? stack : `${stack} { ${shown.join(", ")} }`;
  }

  /** What of it may stand in JSON, and is enough to make it again. */
  protected kept(): Record<string, unknown> {
    return {};
  }

  protected texts(): Texts {
    return texts.textsOf("error");
  }
}

/** What `PaymentError` is. */
export class Failure extends Told {
  override get description(): string {
    return this.said()?.description ?? this.message;
  }

  override get descriptionFr(): string {
    return this.said()?.descriptionFr ?? this.messageFr;
  }

  /** What to do next, in English; empty when there is no code. */
  get nextStep(): string {
    return this.said()?.nextStep ?? "";
  }

  /** What to do next, in French; empty when there is no code. */
  get nextStepFr(): string {
    return this.said()?.nextStepFr ?? "";
  }

  private said(): CodeTexts | undefined {
    return this.code === null ? undefined : texts.codeTexts(this.code);
  }
}
