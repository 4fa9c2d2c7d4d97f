package dev.xaalis

import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.delay

/** Time as a transport has it. */
public interface Clock {
    /** Milliseconds since 1970. */
    public fun now(): Long

    /** Comes back at this moment, or a little later. */
    public suspend fun sleepUntil(moment: Long)
}

/** The system's time when it began, and from then on a clock that nobody sets back. */
internal class SteadyClock : Clock {
    private val began = System.currentTimeMillis()
    private val from = System.nanoTime()

    override fun now(): Long = began + (System.nanoTime() - from).nanoseconds.inWholeMilliseconds

    override suspend fun sleepUntil(moment: Long): Unit = delay(moment - now())
}

/** Time that passes when somebody waits for it. */
internal class VirtualClock(start: Long) : Clock {
    private val lock = Any()
    private var time = start

    override fun now(): Long = synchronized(lock) { time }

    override suspend fun sleepUntil(moment: Long): Unit = synchronized(lock) { time = maxOf(time, moment) }
}
