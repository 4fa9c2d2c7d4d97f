import type { Mode, Outcome, Payouts, Record, Vendor } from "./printed/types.js";

/**
 * What a journal made of a record.
 * - `stored`: Kept, durably.
 * - `taken`: Refused, nothing kept: another `opId` of the same vendor and mode holds the record's `reference`.
 * - `outrun`: Refused, nothing kept: another process was faster.
 */
export type Kept = "stored" | "taken" | "outrun";

/**
 * Where records are kept, so that no payment is lost and none is made twice.
 *
 * A journal keeps the newest record of each operation and decides two races: between two processes on one operation,
 * and between two operations for one payment of the vendor's. Write your own with the first three methods; it keeps
 * `state` to the byte: what is parsed and written anew has lost its seal. `tests/vectors/journal.json` of the
 * repository is this contract as data.
 */
export interface Journal {
  /**
   * Keeps a record, durably and all or nothing, before it answers.
   *
   * `outrun` when `record.sequence` is not exactly one more than that of the newest record of its `opId` (0 when there
   * is none); else `taken` when another `opId` of the same vendor and mode holds the record's `reference`. Throw when
   * it is not certain that the record is kept.
   */
  put(record: Record): Kept | Promise<Kept>;

  /** The newest record of an operation. */
  get(opId: string): Found | Promise<Found>;

  /** The newest records of all operations whose `stage` is not `closed`, oldest operation first. */
  unfinished(): readonly Record[] | Promise<readonly Record[]>;

  /**
   * The record that a webhook is about: the newest one of the operation that holds the vendor's `reference`, else of
   * the newest operation with this `ourReference` (either may be `null`). Both want an index. Without this method
   * `paymentOf` looks through `unfinished()`.
   */
  find?(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Found | Promise<Found>;

  /** Told how each operation ended, after its last record was kept; it must not throw. */
  ended?(opId: string, operation: string, outcome: Outcome<unknown> | Payouts): void | Promise<void>;
}

export type Found = Record | null | undefined;

/** A journal in memory: for tests, and for programs that can afford to forget. */
export class MemoryJournal implements Journal {
  /** In the order in which the operations came. */
  readonly #records = new Map<string, Record>();
  readonly #owners = new Map<string, string>();
  /** The newest operation of each id that we gave a payment. */
  readonly #ours = new Map<string, string>();

  put(record: Record): Kept {
    const held = this.#records.get(record.opId);
    if (record.sequence !== (held?.sequence ?? 0) + 1) return "outrun";
    const claim = name(record.vendor, record.mode, record.reference);
    const owner = claim === null ? undefined : this.#owners.get(claim);
    if (owner !== undefined && owner !== record.opId) return "taken";
    const given = held === undefined ? null : name(held.vendor, held.mode, held.reference);
    // A reference that was given up is free again.
    if (given !== null) this.#owners.delete(given);
    if (claim !== null) this.#owners.set(claim, record.opId);
    this.#rename(held, record);
    this.#records.set(record.opId, Object.freeze({ ...record }));
    return "stored";
  }

  get(opId: string): Record | null {
    return this.#records.get(opId) ?? null;
  }

  unfinished(): Record[] {
    return [...this.#records.values()].filter((record) => record.stage !== "closed");
  }

  find(vendor: Vendor, mode: Mode, reference: string | null, ourReference: string | null): Record | null {
    const theirs = name(vendor, mode, reference);
    const ours = name(vendor, mode, ourReference);
    const opId = (theirs !== null && this.#owners.get(theirs)) || (ours !== null && this.#ours.get(ours)) || null;
    return opId === null ? null : this.get(opId);
  }

  /** The newest operation has it, and one that began anew may have given another. */
  #rename(held: Record | undefined, record: Record): void {
    const old = held === undefined ? null : name(held.vendor, held.mode, held.ourReference);
    const now = name(record.vendor, record.mode, record.ourReference);
    if (old === now) return;
    if (old !== null && this.#ours.get(old) === record.opId) this.#ours.delete(old);
    if (now !== null) this.#ours.set(now, record.opId);
  }
}

/** Test and live, and the vendors, may use the same words. */
function name(vendor: Vendor, mode: Mode, word: string | null): string | null {
  return word === null ? null : `${vendor}/${mode}/${word}`;
}
