/**
 * Keeps what top-ups bought: the code that is typed on the meter. It is worth its money, no journal holds it, and the
 * vendor need not tell it again: keep it for good, in a table that few may read.
 *
 * What a method throws is logged, without the code. Who bought it sees it all the same, this once; whoever looks later has
 * the vendor asked for it again.
 */
export interface Codes {
  /** Keeps the code of this order, which is `mint`'s; perhaps more than once, the same one. */
  keep(order: string, code: string): void | Promise<void>;

  /** The code that was kept for this order, or nothing. */
  recall(order: string): string | null | undefined | Promise<string | null | undefined>;
}
