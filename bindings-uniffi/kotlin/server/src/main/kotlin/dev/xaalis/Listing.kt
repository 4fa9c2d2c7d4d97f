package dev.xaalis

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.KSerializer
import kotlinx.serialization.builtins.ListSerializer

/** What of a vendor's list could be read, and the rest beside it. */
public class Items<T> internal constructor(
    private val items: List<T>,
    /** The items that could not be read, with their places in the vendor's list: they hide none of the others. */
    public val unreadable: List<Unreadable>,
) : List<T> by items {
    override fun equals(other: Any?): Boolean = items == other

    override fun hashCode(): Int = items.hashCode()

    override fun toString(): String = items.toString()
}

/**
 * A list of the vendor's, gone through as it arrives, in little memory however long it is.
 *
 * ```kotlin
 * senfenico.charges.iter().collect { charge -> … }
 * ```
 *
 * Nothing is sent before it is collected; each time that it is, the vendor is asked anew. Who leaves it early
 * (`take`, `first`, cancelled) closes its connection. It throws what `list` throws, also in the middle: then what came is
 * no whole list.
 */
public class Listing<T> internal constructor(private val item: KSerializer<T>, private val begin: () -> Course) : Flow<T> {
    /**
     * The items passed by that could not be read, with their places in the vendor's list: the first thousand, of the time
     * that it was last collected. They hide none of the others.
     */
    @Volatile
    public var unreadable: List<Unreadable> = emptyList()
        private set

    /** How many there were. */
    @Volatile
    public var unreadableCount: Int = 0
        private set

    override suspend fun collect(collector: FlowCollector<T>) {
        unreadable = emptyList()
        unreadableCount = 0
        // Its checks: that nobody collects it from two coroutines, and that who collects is left alone by our errors.
        arriving().collect(collector)
    }

    private fun arriving(): Flow<T> = flow {
        begin().use { course ->
            val patience = course.patienceMs
            course.limit(course.now() + patience)
            coroutineScope {
                while (true) {
                    val (rest, end) = course.sendOrWait(this)
                    if (end != null) return@coroutineScope added(end, course).forEach { emit(it) }
                    try {
                        while (rest != null) {
                            val hasMore = rest.next()
                            course.arrived()?.let { came -> added(came, course).forEach { emit(it) } }
                            // Who goes through it may take as long as he likes.
                            course.limit(course.now() + patience)
                            if (!hasMore) break
                        }
                    } finally {
                        rest?.close()
                    }
                }
            }
        }
    }

    private fun added(came: Step.Done, course: Course): List<T> {
        val items = valueOf(outcomeOf(came, ListSerializer(item)), course.opId, course.transportError)
        unreadableCount += came.unreadable.size
        unreadable = unreadable + came.unreadable.take(MOST_UNREADABLE - unreadable.size)
        return items
    }

    private companion object {
        /** Items that cannot be read are kept up to this many. */
        const val MOST_UNREADABLE = 1_000
    }
}
