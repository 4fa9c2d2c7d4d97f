package dev.xaalis.bench

import com.sun.management.OperatingSystemMXBean
import java.lang.management.ManagementFactory
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.serialization.Serializable

/** A line of the table. */
@Serializable
class Row(
    val measure: String,
    val ours: Double?,
    val peer: String?,
    val peer_value: Double?,
    val ratio: Double?,
    val goal: String?,
    val met: Boolean?,
)

/** How often each contender is measured, and how long each time. */
class Rounds(val rounds: Int, val ms: Long)

/** Microseconds a call, of this machine's time and of all its processors'. */
class Figures(val wall: Double, val cpu: Double)

typealias Work = suspend () -> Unit

private const val WARM = 8L

/** Both by turns, whoever is first changing as well: whatever else the machine does, it does to both. */
suspend fun beside(what: String, ours: Work, peer: String, theirs: Work, rounds: Rounds, lanes: Int = 1, goal: Double? = null): List<Row> {
    val both = listOf(ours, theirs)
    // Until the compiler has done what it will.
    for (work in both) measured(work, rounds.ms * WARM, lanes)
    val figures = listOf(mutableListOf<Figures>(), mutableListOf())
    repeat(rounds.rounds) { round ->
        for (at in if (round % 2 == 0) listOf(0, 1) else listOf(1, 0)) figures[at] += measured(both[at], rounds.ms, lanes)
    }
    return listOf<Pair<String, (Figures) -> Double>>("wall" to Figures::wall, "CPU" to Figures::cpu).map { (name, of) ->
        val (our, their) = figures.map { list -> median(list.map(of)) }
        row("$what: $name us", our, peer, their, goal)
    }
}

/** One alone. */
suspend fun alone(what: String, work: Work, rounds: Rounds): Row {
    measured(work, rounds.ms * WARM, 1)
    val figures = List(rounds.rounds) { measured(work, rounds.ms, 1).cpu }
    return Row("$what: CPU us", median(figures), null, null, null, null, null).also(::say)
}

fun row(measure: String, ours: Double, peer: String, theirs: Double, goal: Double?): Row {
    val ratio = ours / theirs
    return Row(measure, ours, peer, theirs, ratio, goal?.let { "ratio at most $it" }, goal?.let { ratio <= it }).also(::say)
}

private fun say(row: Row) = println("${row.measure}: %.1f".format(row.ours) + if (row.peer == null) "" else ", ${row.peer}: %.1f".format(row.peer_value))

private suspend fun measured(work: Work, ms: Long, lanes: Int): Figures {
    val (begun, used) = System.nanoTime() to cpu()
    val until = begun + ms * 1_000_000
    val done = coroutineScope {
        List(lanes) {
            async {
                var times = 0
                while (System.nanoTime() < until) {
                    work()
                    times++
                }
                times
            }
        }.awaitAll().sum()
    }
    return Figures((System.nanoTime() - begun) / 1e3 / done, (cpu() - used) / 1e3 / done)
}

/** The compiler's and the collector's too: whoever calls pays for them. */
private fun cpu(): Long = (ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean).processCpuTime

private fun median(of: List<Double>): Double = of.sorted()[of.size / 2]
