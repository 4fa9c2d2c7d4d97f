package dev.xaalis.relay

/**
 * Keeps what top-ups bought: the code that is typed on the meter. It is worth its money, no journal holds it, and the
 * vendor need not tell it again: keep it for good, in a table that few may read.
 *
 * What a method throws is logged, without a text. Who bought the code sees it all the same, this once; whoever looks later
 * has the vendor asked for it again.
 */
public interface Codes {
    /** Keeps the code of this order, which is [Relay.mint]'s; perhaps more than once, the same one. */
    public suspend fun keep(order: String, code: String)

    /** The code that was kept for this order, or nothing. */
    public suspend fun recall(order: String): String?
}
