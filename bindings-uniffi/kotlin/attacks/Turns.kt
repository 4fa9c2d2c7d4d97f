package dev.xaalis.relay

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope

/** Lets of several works one go on at a time, to where it next touches a store or the vendor; a seed decides the order. */
class Turns(seed: Int) {
    private val waiting = HashMap<Int, CompletableDeferred<Unit>>()
    private val left = LinkedHashSet<Int>()
    private var dice = seed * 7_919 + 13

    suspend fun wait(seat: Int) {
        val turn = CompletableDeferred<Unit>()
        waiting[seat] = turn
        next()
        turn.await()
    }

    suspend fun <T> play(works: List<suspend () -> T>): List<T> = coroutineScope {
        left += works.indices
        val ended = works.mapIndexed { seat, work ->
            val turn = CompletableDeferred<Unit>()
            waiting[seat] = turn
            async {
                turn.await()
                try {
                    work()
                } finally {
                    left -= seat
                    next()
                }
            }
        }
        next()
        ended.awaitAll()
    }

    private fun next() {
        if (left.isEmpty()) return
        dice = dice * 1_103_515_245 + 12_345
        val seat = left.elementAt((dice ushr 16) % left.size)
        waiting.remove(seat)?.complete(Unit)
    }
}
