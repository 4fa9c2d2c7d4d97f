package dev.xaalis.relay

/**
 * Where a relay counts and holds: how often an order is asked about, whose payment is being begun.
 *
 * A tally limits and smooths; only the journal protects money. All processes of a relay share one, as they share their
 * journal: a [JdbcTally]. Write your own with these three methods. Each is one statement or one transaction, so that of two
 * processes at the same key one is first. `now` is in milliseconds since 1970; keys name orders and fingerprints, never a
 * phone.
 *
 * What a tally throws is logged; the request is then answered with 503 or, where it only reads, goes on uncounted.
 */
public interface Tally {
    /**
     * Adds to what was counted under this key in the window that is running, and returns the sum. A window begins with its
     * first count; when it is over, the next count begins another. −1 gives back.
     */
    public suspend fun take(key: String, add: Long, windowMs: Long, now: Long): Long

    /** Holds a key for this owner so long, if nobody else does, or renews it. Is it the owner's now? */
    public suspend fun hold(key: String, owner: String, ttlMs: Long, now: Long): Boolean

    /** Frees a key that this owner holds. */
    public suspend fun free(key: String, owner: String)
}

/** A tally in memory: for tests, and for a relay of one process. */
public class MemoryTally : Tally {
    private val counts = HashMap<String, Count>()
    private val holds = HashMap<String, Hold>()
    private var taken = 0L

    override suspend fun take(key: String, add: Long, windowMs: Long, now: Long): Long = synchronized(counts) {
        taken += 1
        if (taken % SWEEP_EACH == 0L) sweep(now)
        val running = counts[key]?.takeIf { it.until > now }
        val total = (running?.total ?: 0) + add
        counts[key] = Count(total, running?.until ?: (now + windowMs))
        total
    }

    override suspend fun hold(key: String, owner: String, ttlMs: Long, now: Long): Boolean = synchronized(counts) {
        val held = holds[key]
        if (held != null && held.owner != owner && held.until > now) return false
        holds[key] = Hold(owner, now + ttlMs)
        true
    }

    override suspend fun free(key: String, owner: String) {
        synchronized(counts) { if (holds[key]?.owner == owner) holds.remove(key) }
    }

    private fun sweep(now: Long) {
        counts.values.removeIf { it.until <= now }
        holds.values.removeIf { it.until <= now }
    }

    private class Count(val total: Long, val until: Long)

    private class Hold(val owner: String, val until: Long)
}

/** One in so many counts forgets what is over. */
internal const val SWEEP_EACH = 500L
