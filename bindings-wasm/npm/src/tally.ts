/**
 * Where a relay counts and holds: how often an order is asked about, whose payment is being begun.
 *
 * A tally limits and smooths; only the journal protects money. All processes of a relay share one, as they share their
 * journal: a `SqliteTally` on one machine, a `PostgresTally` on several, a `D1Tally` for workers. Write your own with
 * these three methods. Each is one statement or one transaction, so that of two processes at the same key one is first.
 * `now` is in milliseconds since 1970; keys name orders and fingerprints, never a phone.
 *
 * What a tally throws is logged; the request is then answered with 503 or, where it only reads, goes on uncounted.
 */
export interface Tally {
  /**
   * Adds to what was counted under this key in the window that is running, and returns the sum. A window begins with its
   * first count; when it is over, the next count begins another. −1 gives back.
   */
  take(key: string, add: number, windowMs: number, now: number): number | Promise<number>;

  /** Holds a key for this owner so long, if nobody else does, or renews it. Is it the owner's now? */
  hold(key: string, owner: string, ttlMs: number, now: number): boolean | Promise<boolean>;

  /** Frees a key that this owner holds. */
  free(key: string, owner: string): void | Promise<void>;
}

/** One in so many counts forgets what is over. */
export const SWEEP_EACH = 500;

/** A tally in memory: for tests, and for a relay of one process. */
export class MemoryTally implements Tally {
  readonly #counts = new Map<string, { readonly total: number; readonly until: number }>();
  readonly #holds = new Map<string, { readonly owner: string; readonly until: number }>();
  #taken = 0;

  take(key: string, add: number, windowMs: number, now: number): number {
    this.#taken += 1;
    if (this.#taken % SWEEP_EACH === 0) this.#sweep(now);
    const counted = this.#counts.get(key);
    const isRunning = counted !== undefined && counted.until > now;
    const total = (isRunning ? counted.total : 0) + add;
    this.#counts.set(key, { total, until: isRunning ? counted.until : now + windowMs });
    return total;
  }

  hold(key: string, owner: string, ttlMs: number, now: number): boolean {
    const held = this.#holds.get(key);
    if (held !== undefined && held.owner !== owner && held.until > now) return false;
    this.#holds.set(key, { owner, until: now + ttlMs });
    return true;
  }

  free(key: string, owner: string): void {
    if (this.#holds.get(key)?.owner === owner) this.#holds.delete(key);
  }

  #sweep(now: number): void {
    for (const kept of [this.#counts, this.#holds]) {
      for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
    }
  }
}
