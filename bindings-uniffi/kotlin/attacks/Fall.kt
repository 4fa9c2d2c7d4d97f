package dev.xaalis.relay

import dev.xaalis.Case
import dev.xaalis.vectors
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/**
 * Plays every attack of a file, of each as many runs as it wants, [most] at most. Those that do not come this way; throws
 * for those that succeeded.
 */
fun fall(name: String, most: Int, way: (Relay) -> End = ::Handled): List<String> {
    val (settings, cases) = vectors(name).partition { it.type == "relay_settings" }
    val gate = settings.single().input
    World(gate).use { it.mints() }
    val noWay = mutableListOf<String>()
    val failures = cases.mapNotNull { case ->
        try {
            plays(gate, case, most, way)
            null
        } catch (_: NoWay) {
            noWay += case.id
            null
        } catch (error: Exception) {
            "${case.id}, ${error.message}"
        }
    }
    check(failures.isEmpty()) { "${failures.size} failed\n${failures.take(12).joinToString("\n")}" }
    return noWay
}

private fun plays(gate: JsonObject, case: Case, most: Int, way: (Relay) -> End) {
    val wanted = case.input.getValue("lines").jsonArray.maxOf { it.jsonObject["runs"]?.jsonPrimitive?.int ?: 1 }
    for (run in 0 until minOf(wanted, most)) {
        try {
            runBlocking { Attack(gate, run, way).plays(case.input, case.expect.jsonObject) }
        } catch (error: IllegalStateException) {
            throw IllegalStateException("run $run: ${error.message}", error)
        }
    }
}
