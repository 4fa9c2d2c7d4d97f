package dev.xaalis.pay

import kotlinx.coroutines.delay

/** Milliseconds that pass. */
internal interface Clock {
    fun now(): Long

    /** Comes back at this moment, or earlier. */
    suspend fun sleepUntil(moment: Long)
}

/** By whichever clock saw more: one of them sleeps with the phone, the other is set back. */
internal class PassingClock : Clock {
    private var passedNanos = 0L
    private var date = System.currentTimeMillis()
    private var ticks = System.nanoTime()

    @Synchronized
    override fun now(): Long {
        val (newDate, newTicks) = System.currentTimeMillis() to System.nanoTime()
        passedNanos += maxOf(0, (newDate - date) * NANOS, newTicks - ticks)
        date = newDate
        ticks = newTicks
        return passedNanos / NANOS
    }

    override suspend fun sleepUntil(moment: Long): Unit = delay((moment - now()).coerceIn(0, LONGEST))

    private companion object {
        const val NANOS = 1_000_000L

        /** A `delay` sleeps with the phone. */
        const val LONGEST = 10_000L
    }
}
