import { OperationAborted } from "./aborted.js";
import type { Course } from "./course.js";
import { Rest } from "./exchange.js";
import { checkMs } from "./limits.js";
import { valueOf } from "./payment.js";
import type { Outcome, Unreadable } from "./printed/types.js";
import { type DoneStep, type Items, outcomeOf } from "./steps.js";

/**
 * A list of the vendor's, gone through as it arrives, in little memory however long it is.
 *
 * ```ts
 * for await (const charge of senfenico.charges.iter()) { … }
 * ```
 *
 * Nothing is sent before the first is asked for. Who leaves it early closes its connection. It throws what `list` throws,
 * also in the middle: then what came is no whole list.
 */
export interface Listing<T> extends AsyncIterable<T> {
  /**
   * The items passed by that could not be read, with their places in the vendor's list: the first thousand. They hide none
   * of the others.
   */
  readonly unreadable: readonly Unreadable[];
  /** How many there were. */
  readonly unreadableCount: number;
}

export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export class List<T> implements Listing<T> {
  unreadableCount = 0;
  readonly unreadable: Unreadable[] = [];
  readonly #begin: () => Promise<Course>;
  readonly #options: ListOptions;
  #isBegun = false;

  constructor(begin: () => Promise<Course>, options: ListOptions) {
    if (options.timeoutMs !== undefined) checkMs("timeoutMs", options.timeoutMs);
    this.#begin = begin;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    if (this.#isBegun) throw new Error("a list that arrives is gone through once: ask for it again");
    this.#isBegun = true;
    const { signal, timeoutMs } = this.#options;
    const course = await this.#begin();
    const { opId } = course;
    const patience = timeoutMs ?? course.patienceMs;
    const limit = () => course.limit(course.now() + patience);
    limit();
    let rest: Rest | undefined;
    try {
      for (;;) {
        if (signal?.aborted) throw new OperationAborted(opId, signal.reason);
        if (rest === undefined) {
          const next: Rest | DoneStep | undefined = await course.sendOrWait(signal);
          if (next instanceof Rest) rest = next;
          else if (next !== undefined) return yield* this.#add(outcomeOf(next) as Outcome<Items<T>>, course);
        } else {
          if (!(await rest.next())) rest = undefined;
          const text = course.arrived();
          if (text === undefined) continue;
          yield* this.#add(outcomeOf({ kind: "done", ...JSON.parse(text) }) as Outcome<Items<T>>, course);
          // Who goes through it may take as long as he likes.
          limit();
        }
      }
    } finally {
      rest?.close();
      course.drop();
    }
  }

  #add(outcome: Outcome<Items<T>>, course: Course): readonly T[] {
    const items = valueOf(outcome, course.opId, course.transportError);
    this.unreadableCount += items.unreadable.length;
    this.unreadable.push(...items.unreadable.slice(0, MOST_UNREADABLE - this.unreadable.length));
    return items;
  }
}

/** Items that cannot be read are kept up to this many. */
const MOST_UNREADABLE = 1_000;
